package upkeep.probe.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Domain names, in the form of zone files and on the wire (RFC 1035 sections 3.1 and 5.1). */
final class DnsName {

    static final int LONGEST = 255;
    static final int LONGEST_LABEL = 63;

    private DnsName() {}

    /** The bytes of a name without escapes; a dot at the end makes no difference. */
    static byte[] wire(String name) {
        byte[] bytes = new byte[LONGEST + 1];
        int length = 0;
        for (String label : name.equals(".") ? new String[0] : name.split("\\.", 0)) {
            byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
            bytes[length++] = (byte) octets.length;
            System.arraycopy(octets, 0, bytes, length, octets.length);
            length += octets.length;
        }
        return Arrays.copyOf(bytes, length + 1);
    }

    /** One label for people: what a zone file escapes is escaped. */
    static String label(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            int c = octet & 0xff;
            if (c <= ' ' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\%03d", c));
            } else {
                if (".\\\"();@$".indexOf(c) >= 0) {
                    text.append('\\');
                }
                text.append((char) c);
            }
        }
        return text.toString();
    }

    /** Whether both are the same name, be they written with a dot at the end and in whatever case. */
    static boolean areSame(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /** The name as it is compared. */
    static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
