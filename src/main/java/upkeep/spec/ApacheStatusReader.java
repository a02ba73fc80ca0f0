package upkeep.spec;

import java.util.Optional;
import upkeep.target.ApacheStatusTarget;

/** Reads where an Apache HTTP server tells its status. */
final class ApacheStatusReader {

    private static final HttpCallReader.Usual USUAL =
            new HttpCallReader.Usual(Optional.of(Defaults.APACHE_STATUS), Optional.of(Defaults.HTTP_PORT), "auto");

    private final TargetContext context;

    ApacheStatusReader(TargetContext context) {
        this.context = context;
    }

    Optional<ApacheStatusTarget> read() {
        Fields fields = context.check().map(PageKeys.APACHE_STATUS);
        return new HttpCallReader(fields, context, USUAL)
                .read(Defaults.HTTP_METHOD, Optional.empty())
                .map(ApacheStatusTarget::new);
    }
}
