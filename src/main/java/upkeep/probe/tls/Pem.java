package upkeep.probe.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM text (RFC 7468). */
final class Pem {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*+)-----END \\1-----");

    private final String label;
    private final byte[] bytes;

    Pem(String label, byte[] bytes) {
        this.label = label;
        this.bytes = bytes.clone();
    }

    /** What it is: {@code CERTIFICATE}, {@code PRIVATE KEY}. */
    String label() {
        return label;
    }

    /** Its content, mostly DER. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** All blocks, in order; what stands between them is left out, as are those that are not in base 64. */
    static List<Pem> blocks(byte[] text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException _) {
                // It is damaged, and what is looked for may stand in another.
            }
        }
        return blocks;
    }
}
