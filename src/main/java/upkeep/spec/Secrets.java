package upkeep.spec;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what looks like a secret in a place where everybody can read it: systemd shows a unit's environment to all users, and
 * whatever the process starts inherits it. It is a guess, and so no more than a warning, which does not repeat the value.
 */
final class Secrets {

    private static final Set<String> SECRET = Set.of(
            "PASSWORD",
            "PASSWD",
            "PASSPHRASE",
            "PWD",
            "PASS",
            "SECRET",
            "TOKEN",
            "APIKEY",
            "CREDENTIAL",
            "CREDENTIALS");

    /** A key of these is secret; others, as a sort key, are not. */
    private static final Set<String> KEYS =
            Set.of("API", "ACCESS", "PRIVATE", "SECRET", "ENCRYPTION", "SIGNING", "MASTER", "AUTH");

    /** What tells of a secret, and is none. */
    private static final Set<String> ABOUT = Set.of(
            "FILE",
            "PATH",
            "DIR",
            "DIRECTORY",
            "NAME",
            "ID",
            "TTL",
            "LIFETIME",
            "EXPIRY",
            "LENGTH",
            "TYPE",
            "ENDPOINT");

    private static final Pattern HARMLESS = Pattern.compile(
            "/.*|[0-9]{1,6}|true|false|yes|no|on|off|none|-?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern LOGIN_IN_URL =
            Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s:@]*:[^/\\s@]+@.*", Pattern.DOTALL);

    private Secrets() {}

    /** Looks at one variable of {@code environment:}. */
    static void variable(Node.Entry variable, String value, Report report) {
        if (LOGIN_IN_URL.matcher(value).matches()
                || (isNamed(variable.key()) && !HARMLESS.matcher(value).matches())) {
            report.warning(
                    variable.keyPosition(),
                    "environment: " + variable.key()
                            + " looks like a secret, and everybody on the machine can read it there;"
                            + " credentials: hands the service a file that nobody else can read");
        }
    }

    static boolean isNamed(String variable) {
        List<String> words = List.of(variable.toUpperCase(java.util.Locale.ROOT).split("_"));
        if (words.isEmpty() || ABOUT.contains(words.getLast()) || variable.equals("PWD") || variable.equals("OLDPWD")) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            boolean isKey = words.get(i).equals("KEY") && i > 0 && KEYS.contains(words.get(i - 1));
            if (isKey || SECRET.contains(words.get(i))) {
                return true;
            }
        }
        return false;
    }
}
