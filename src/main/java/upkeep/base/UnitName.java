package upkeep.base;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a systemd unit, type included ({@code nginx.service}, {@code web@1.service}). Valid by construction:
 * {@code [A-Za-z0-9:_.\@-]+} and a known type, at most 255 bytes; see systemd.unit(5). Names are never escaped for the
 * user: what does not fit is refused.
 */
public record UnitName(String text) implements Comparable<UnitName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9:_.\\\\-]+(@[A-Za-z0-9:_.\\\\-]*)?"
            + "\\.(service|socket|timer|path|target|mount|automount|swap|slice|scope|device)");

    public UnitName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a unit name: " + text);
        }
    }

    /** The unit of that name, or nothing if it is not a valid full unit name. */
    public static Optional<UnitName> parse(String text) {
        return isValid(text) ? Optional.of(new UnitName(text)) : Optional.empty();
    }

    /**
     * The unit for a path, as systemd-escape(1) with {@code --path} names it: {@code srv-data.mount} for {@code /srv/data}. The
     * path is absolute, without empty parts, dots alone, and a slash at its end. Nothing if the name would be too long.
     */
    public static Optional<UnitName> ofPath(String path, String type) {
        StringBuilder name = new StringBuilder();
        byte[] bytes = path.substring(1).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == ':'
                    || c == '_'
                    || (c == '.' && i > 0);
            if (plain) {
                name.append(c);
            } else if (c == '/') {
                name.append('-');
            } else {
                name.append(String.format("\\x%02x", (int) c));
            }
        }
        return parse((name.isEmpty() ? "-" : name) + "." + type);
    }

    private static boolean isValid(String text) {
        return text.length() <= 255 && FORM.matcher(text).matches();
    }

    /** The part after the last dot: {@code service}, {@code target}, … */
    public String type() {
        return text.substring(text.lastIndexOf('.') + 1);
    }

    /** The part before the last dot. */
    public String stem() {
        return text.substring(0, text.lastIndexOf('.'));
    }

    /**
     * The unit's D-Bus object path: every byte outside {@code [A-Za-z0-9]}, and a leading digit, becomes {@code _xx} in
     * hexadecimal, as sd_bus_path_encode(3) does.
     */
    public String objectPath() {
        StringBuilder path = new StringBuilder("/org/freedesktop/systemd1/unit/");
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) bytes[i];
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (letter || (digit && i > 0)) {
                path.append(c);
            } else {
                path.append(String.format("_%02x", bytes[i]));
            }
        }
        return path.toString();
    }

    @Override
    public int compareTo(UnitName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
