package upkeep.render;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;

/**
 * The escaping of everything a template interpolates: {@code %} is doubled, and a text that could end the line or join
 * it with the next is refused, so that a value never becomes a directive.
 */
final class UnitOutputFormat extends CommonMarkupOutputFormat<UnitMarkup> {

    static final UnitOutputFormat INSTANCE = new UnitOutputFormat();

    private UnitOutputFormat() {}

    @Override
    public String getName() {
        return "systemd unit";
    }

    @Override
    public String getMimeType() {
        return "text/plain";
    }

    @Override
    public void output(String plain, Writer out) throws IOException, TemplateModelException {
        out.write(escapePlainText(plain));
    }

    @Override
    public String escapePlainText(String plain) throws TemplateModelException {
        return switch (Quoting.text(plain)) {
            case Quoted.Text quoted -> quoted.text();
            case Quoted.Refused refused ->
                throw new TemplateModelException("a value cannot be written: " + refused.why());
        };
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtIn) {
        return false;
    }

    @Override
    protected UnitMarkup newTemplateMarkupOutputModel(@Nullable String plain, @Nullable String finished) {
        return new UnitMarkup(plain, finished);
    }
}
