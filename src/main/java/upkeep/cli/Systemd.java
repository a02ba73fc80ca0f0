package upkeep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Layout;

/** The systemd of this machine. */
final class Systemd {

    private static final Pattern VERSION = Pattern.compile("systemd ([0-9]{1,6})\\b.*");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Systemd() {}

    /** Properties of units; of none where systemd does not answer. */
    interface Properties {
        Map<UnitName, Map<String, String>> show(List<String> properties, List<UnitName> units);
    }

    /** The first number of {@code systemctl --version}; nothing where there is no systemctl. */
    static Optional<Integer> version(Programs programs) {
        Programs.Result result = programs.run(DEADLINE, List.of("systemctl", "--version"));
        Matcher matcher = VERSION.matcher(result.out().lines().findFirst().orElse(""));
        return result.isSuccess() && matcher.matches()
                ? Optional.of(Integer.parseInt(matcher.group(1)))
                : Optional.empty();
    }

    /** The version that was named, or that of this machine. */
    static int version(Shell shell, @Nullable Integer named) {
        if (named != null) {
            return named;
        }
        return shell.systemdVersion()
                .get()
                .orElseThrow(() -> Failure.usage(
                        "cannot tell the version of systemd: systemctl --version gives no answer here",
                        "name it, for instance with --systemd 257"));
    }

    /** Below another root nothing runs, so only what systemctl and its kin do to files is done. */
    static Activation activation(Layout layout, Programs programs) {
        return layout.isSystem()
                ? new SystemctlActivation(programs)
                : new OfflineActivation(programs, layout.root().toString());
    }
}
