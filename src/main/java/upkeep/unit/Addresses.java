package upkeep.unit;

import java.util.Arrays;
import java.util.regex.Pattern;

/** IP addresses and prefixes as inet_pton(3) reads them. Pure; safe from any thread. */
public final class Addresses {

    private static final Pattern FOUR =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;
    private static final int LONGEST = 64;

    private Addresses() {}

    /** An address of IPv4 or IPv6, without brackets and zone. */
    public static boolean isAddress(String text) {
        return text.indexOf('/') < 0 && isPrefix(text);
    }

    /** An address, or one with {@code /bits}. */
    static boolean isPrefix(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = address.indexOf(':') < 0 ? 32 : 128;
        return (slash < 0 || isCount(text.substring(slash + 1), bits))
                && (bits == 32 ? FOUR.matcher(address).matches() : isSix(address));
    }

    private static boolean isCount(String text, int most) {
        return text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= most;
    }

    private static boolean isSix(String address) {
        if (address.length() > LONGEST) {
            return false;
        }
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address) == GROUPS;
        }
        int before = gap == 0 ? 0 : groups(address.substring(0, gap));
        String rest = address.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : groups(rest);
        return before >= 0
                && after >= 0
                && before + after < GROUPS
                && (gap == 0 || address.substring(0, gap).indexOf('.') < 0);
    }

    /** How many groups of 16 bits a text is, or -1 if it is none. */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        boolean mixed = FOUR.matcher(last).matches();
        boolean good = Arrays.stream(parts, 0, parts.length - 1)
                        .allMatch(part -> GROUP.matcher(part).matches())
                && (mixed || GROUP.matcher(last).matches());
        return good ? parts.length + (mixed ? 1 : 0) : -1;
    }
}
