package upkeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.install.Reversion;

/** This machine. */
record SystemHost(Programs programs) implements Host {

    /** What stands for no log-in at all, as in audit's {@code auid}. */
    private static final String NO_LOGIN = "4294967295";

    /** Anybody who runs sudo chooses the environment; a name that is none is not shown. */
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}\\$?");

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public String caller() {
        String user = System.getProperty("user.name", "?");
        Optional<String> name = variable("SUDO_USER");
        if (name.isPresent()) {
            return user + ", by sudo of " + name.get()
                    + variable("SUDO_UID").map(uid -> " (" + uid + ")").orElse("");
        }
        return user + login().map(uid -> ", logged in as user " + uid).orElse("");
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> USER.matcher(value).matches());
    }

    /** The user who logged in before becoming another, see pam_loginuid(8). */
    private static Optional<String> login() {
        try {
            return Optional.of(Files.readString(Path.of("/proc/self/loginuid")).strip())
                    .filter(uid -> !uid.equals(NO_LOGIN) && !uid.equals("0") && !uid.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<UnitName, Map<String, String>> show(List<String> properties, List<UnitName> units) {
        return UnitProperties.show(programs, properties, units);
    }

    @Override
    public Optional<Ground> ground(Layout layout) {
        return layout.isSystem() ? Optional.of(new SystemGround(programs.inOwnSessions(), layout)) : Optional.empty();
    }

    @Override
    public Reversion reversion(Layout layout) {
        return new SystemdReversion(programs);
    }
}
