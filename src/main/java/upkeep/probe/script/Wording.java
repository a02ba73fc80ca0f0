package upkeep.probe.script;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/**
 * Fills in what the spec has to say: {@code ${KEY}} is the value of an option, empty where none was written;
 * {@code ${user}} and {@code ${password}} are the login, {@code ${user-length}} and {@code ${password-length}} its bytes
 * in UTF-8, {@code ${user-base64}} and {@code ${password-base64}} the same in Base64, and {@code ${plain}} the message of
 * SASL PLAIN (RFC 4616) in Base64.
 */
final class Wording {

    private static final Pattern BLANK = Pattern.compile("\\$\\{([a-z0-9-]+)}");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n\\x00]");

    private final Map<String, String> values;

    private Wording(Map<String, String> values) {
        this.values = values;
    }

    /** @throws Stop.Unasked if the password cannot be read, or holds a character that would end a command */
    static Wording of(ProtocolTarget target, Secrets secrets) throws Stop {
        Map<String, String> values = new HashMap<>(target.options());
        Optional<Login> login = target.login();
        if (login.isPresent()) {
            String user = login.get().user();
            String password = secrets.text(login.get().password());
            if (LINE_END.matcher(password).find()) {
                throw new Stop.Unasked(
                        "cannot log in: the password has a line end within, which no command of the protocol can carry");
            }
            values.put("user", user);
            values.put("user-length", length(user));
            values.put("user-base64", base64(user));
            values.put("password", password);
            values.put("password-length", length(password));
            values.put("password-base64", base64(password));
            values.put("plain", base64("\0" + user + "\0" + password));
        }
        return new Wording(values);
    }

    String fill(String text) {
        return BLANK.matcher(text)
                .replaceAll(blank -> Matcher.quoteReplacement(values.getOrDefault(blank.group(1), "")));
    }

    private static String length(String text) {
        return Integer.toString(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
