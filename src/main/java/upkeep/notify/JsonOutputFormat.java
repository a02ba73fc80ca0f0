package upkeep.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Whatever a template of JSON interpolates stands between quotation marks, and is escaped for that (RFC 8259 section 7). */
final class JsonOutputFormat extends CommonMarkupOutputFormat<JsonOutputFormat.Markup> {

    static final JsonOutputFormat INSTANCE = new JsonOutputFormat();

    private JsonOutputFormat() {}

    /** Text of a template: plain, or finished. */
    static final class Markup extends CommonTemplateMarkupOutputModel<Markup> {
        private Markup(@Nullable String plain, @Nullable String finished) {
            super(plain, finished);
        }

        @Override
        public JsonOutputFormat getOutputFormat() {
            return INSTANCE;
        }
    }

    @Override
    public String getName() {
        return "JSON string";
    }

    @Override
    public String getMimeType() {
        return "application/json";
    }

    @Override
    public void output(String plain, Writer out) throws IOException {
        out.write(escapePlainText(plain));
    }

    @Override
    public String escapePlainText(String plain) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(plain));
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtIn) {
        return builtIn.equals("json_string");
    }

    @Override
    protected Markup newTemplateMarkupOutputModel(@Nullable String plain, @Nullable String finished) {
        return new Markup(plain, finished);
    }
}
