package upkeep.render;

import freemarker.core.CommonTemplateMarkupOutputModel;
import org.jspecify.annotations.Nullable;

/** Text for a template: either plain, to be escaped, or finished by {@code upkeep.unit.Quoting}. */
final class UnitMarkup extends CommonTemplateMarkupOutputModel<UnitMarkup> {

    UnitMarkup(@Nullable String plain, @Nullable String finished) {
        super(plain, finished);
    }

    static UnitMarkup finished(String text) {
        return new UnitMarkup(null, text);
    }

    @Override
    public UnitOutputFormat getOutputFormat() {
        return UnitOutputFormat.INSTANCE;
    }
}
