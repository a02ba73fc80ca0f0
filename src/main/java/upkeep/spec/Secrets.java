package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    private static final Set<String> OF_CHATS = Set.of(
            "hooks.slack.com",
            "discord.com",
            "discordapp.com",
            "webhook.office.com",
            "logic.azure.com",
            "api.powerplatform.com",
            "chat.googleapis.com",
            "api.telegram.org");

    private static final Set<String> IN_QUERIES = Set.of("key", "sig", "signature", "apikey", "auth");

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

    /** Whether an address is one of those by which alone a service knows who may write. */
    static boolean isKnownBySecret(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        boolean isOfChat = OF_CHATS.stream().anyMatch(chat -> host.equals(chat) || host.endsWith("." + chat));
        String query = Optional.ofNullable(address.getRawQuery()).orElse("");
        return isOfChat
                || Stream.of(query.split("&"))
                        .map(parameter -> parameter.replaceFirst("=.*", ""))
                        .anyMatch(name ->
                                IN_QUERIES.contains(name.toLowerCase(Locale.ROOT)) || isNamed(name.replace('-', '_')));
    }

    /** Tells of an address that stands openly under {@code url}. */
    static void address(String channel, Fields fields, Report report) {
        report.warning(
                fields.at(ChannelKeys.URL),
                channel + ": whoever knows the url can write there, and everybody who reads the spec knows it;"
                        + " url-file: names a file that nobody else can read");
    }

    static boolean isNamed(String variable) {
        List<String> words = List.of(variable.toUpperCase(Locale.ROOT).split("_"));
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
