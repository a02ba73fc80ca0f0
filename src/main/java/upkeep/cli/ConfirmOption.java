package upkeep.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import upkeep.base.TimeSpan;
import upkeep.install.Layout;

/** {@code --confirm}. */
final class ConfirmOption {

    private static final TimeSpan LEAST = TimeSpan.ofSeconds(10);
    private static final TimeSpan MOST = TimeSpan.ofSeconds(7 * 86_400);

    @Option(
            names = "--confirm",
            paramLabel = "TIME",
            description =
                    "Put back what was in force before unless \"upkeep confirm\" arrives within this time, such as"
                            + " 5min.")
    private @Nullable String confirm;

    /** What was asked for, if anything was. */
    Optional<TimeSpan> within(Layout layout) {
        if (confirm == null) {
            return Optional.empty();
        }
        if (!layout.isSystem()) {
            throw Failure.usage(
                    "cannot wait for a confirmation below another root directory: nothing runs there",
                    "leave out --confirm");
        }
        Optional<TimeSpan> time = TimeSpan.parse(confirm);
        if (time.filter(span -> span.compareTo(LEAST) >= 0 && span.compareTo(MOST) <= 0)
                .isEmpty()) {
            throw Failure.usage(
                    "cannot wait \"" + confirm + "\" for a confirmation: it is no time from 10s to 7d",
                    "write --confirm 5min");
        }
        return time;
    }
}
