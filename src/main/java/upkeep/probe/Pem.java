package upkeep.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468).
 *
 * @param label what it is: {@code CERTIFICATE}, {@code PRIVATE KEY}
 * @param bytes its content, mostly DER
 */
record Pem(String label, byte[] bytes) {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,60})-----([^-]*+)-----END \\1-----");

    /** All blocks, in order; what stands between them is left out, as are those that are not in base 64. */
    static List<Pem> blocks(byte[] text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException notBase64) {
                continue;
            }
        }
        return blocks;
    }
}
