package upkeep.probe.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;

/** How the body of an answer is compressed (RFC 9110 section 8.4.1), where it is by something that is known here. */
enum ContentCoding {
    GZIP,
    DEFLATE;

    /** The coding of an answer; nothing for one that came as it is, or in a coding that only others know. */
    static Optional<ContentCoding> of(HttpHead answer) {
        List<String> codings = unlike(answer, "identity");
        if (codings.size() != 1) {
            return Optional.empty();
        }
        return switch (codings.getFirst()) {
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    /** All codings but one. */
    static List<String> unlike(HttpHead answer, String usual) {
        return answer.values("Content-Encoding").stream()
                .filter(coding -> !coding.equals(usual))
                .toList();
    }

    /**
     * Hands the bytes on, decompressed: a small body can become a thousand times as large, so no more than {@code limit}
     * of them.
     *
     * @param came how the compressed body ended
     */
    HttpBody.End decode(byte[] compressed, HttpBody.End came, HttpBody.Sink sink, int limit, String peer)
            throws IOException {
        if (compressed.length == 0) {
            return came;
        }
        byte[] piece = new byte[8192];
        int left = limit;
        try (InputStream in = stream(compressed)) {
            for (int count = in.read(piece, 0, Math.min(piece.length, left));
                    count > 0;
                    count = in.read(piece, 0, Math.min(piece.length, left))) {
                left -= count;
                if (sink.take(piece, count)) {
                    return HttpBody.End.FOUND;
                }
            }
        } catch (EOFException | ZipException damaged) {
            // What was cut off at the limit has no end, and that is our doing.
            if (came == HttpBody.End.COMPLETE || damaged instanceof ZipException) {
                throw new Stop.Sick(
                        FailureKind.PROTOCOL, peer + " sent a body whose compression is damaged (" + this + ")");
            }
        }
        return left == 0 ? HttpBody.End.LIMIT : came;
    }

    private InputStream stream(byte[] compressed) throws IOException {
        InputStream in = new ByteArrayInputStream(compressed);
        return switch (this) {
            case GZIP -> new GZIPInputStream(in, 8192);
            // Meant is the format of zlib (RFC 1950); some servers send what is inside it alone.
            case DEFLATE ->
                isZlib(compressed) ? new InflaterInputStream(in) : new InflaterInputStream(in, new Inflater(true));
        };
    }

    private static boolean isZlib(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }

    @Override
    public String toString() {
        return this == GZIP ? "gzip" : "deflate";
    }
}
