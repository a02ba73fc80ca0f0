package upkeep.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes in the form of gzip(1), whose checksum also tells damage. */
final class Compressed {

    /** What would be longer is not unpacked. */
    static final int LONGEST = 64 << 20;

    private Compressed() {}

    /** For what is kept. */
    static byte[] pack(byte[] bytes) {
        return pack(bytes, Deflater.DEFAULT_COMPRESSION);
    }

    /** For what will soon be packed again. */
    static byte[] packQuickly(byte[] bytes) {
        return pack(bytes, Deflater.BEST_SPEED);
    }

    private static byte[] pack(byte[] bytes, int level) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Gzip gzip = new Gzip(packed, level)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    static byte[] pack(String text) {
        return pack(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = gzip.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("more than " + LONGEST + " bytes");
            }
            return bytes;
        }
    }

    static String unpackText(byte[] packed) throws IOException {
        return new String(unpack(packed), StandardCharsets.UTF_8);
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream to, int level) throws IOException {
            super(to);
            def.setLevel(level);
        }
    }
}
