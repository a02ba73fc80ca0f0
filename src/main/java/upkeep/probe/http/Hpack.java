package upkeep.probe.http;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.wire.OctetWriter;

/**
 * Header compression of HTTP/2 (RFC 7541): writes fields plainly, and reads whatever a server may write. One reader for
 * each connection, since its table grows with what was read; the table has at most {@value #TABLE_SIZE} octets, and all
 * fields of a header together {@value #MOST_OCTETS}, as the RFC counts them. Used by one thread.
 */
final class Hpack {

    static final int TABLE_SIZE = 4_096;
    static final int MOST_OCTETS = 65_536;
    private static final int OVERHEAD = 32;

    private static final List<Field> KNOWN = known("""
            :authority
            :method: GET
            :method: POST
            :path: /
            :path: /index.html
            :scheme: http
            :scheme: https
            :status: 200
            :status: 204
            :status: 206
            :status: 304
            :status: 400
            :status: 404
            :status: 500
            accept-charset
            accept-encoding: gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """);

    /** The newest first. */
    private final Deque<Field> table = new ArrayDeque<>();

    private int capacity = TABLE_SIZE;
    private int filled;

    private static List<Field> known(String lines) {
        return lines.lines()
                .map(line -> {
                    int colon = line.indexOf(": ");
                    return colon < 0
                            ? new Field(line, "")
                            : new Field(line.substring(0, colon), line.substring(colon + 2));
                })
                .toList();
    }

    /** Fields as literals that are never put into a table. */
    static byte[] encode(List<Field> fields) {
        OctetWriter out = new OctetWriter();
        for (Field field : fields) {
            out.octet(0);
            literal(out, field.name());
            literal(out, field.value());
        }
        return out.toBytes();
    }

    private static void literal(OctetWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int rest = bytes.length;
        out.octet(Math.min(rest, 0x7f));
        if (rest >= 0x7f) {
            for (rest -= 0x7f; rest >= 0x80; rest >>= 7) {
                out.octet((rest & 0x7f) | 0x80);
            }
            out.octet(rest);
        }
        out.bytes(bytes);
    }

    /** The fields of a whole header block; nothing if it is malformed, and then the connection is of no further use. */
    Optional<List<Field>> decode(byte[] block) {
        try {
            ByteBuffer in = ByteBuffer.wrap(block);
            List<Field> fields = new ArrayList<>();
            int octets = 0;
            while (in.hasRemaining()) {
                Optional<Field> field = next(in);
                if (field.isPresent()) {
                    fields.add(field.get());
                    octets += size(field.get());
                }
                if (octets > MOST_OCTETS) {
                    return Optional.empty();
                }
            }
            return Optional.of(fields);
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A field, or nothing where only the table is resized (section 6). */
    private Optional<Field> next(ByteBuffer in) {
        int first = in.get() & 0xff;
        if (first >= 0x80) {
            return Optional.of(at(number(in, first, 7)));
        }
        if (first >= 0x40) {
            Field field = field(in, number(in, first, 6));
            insert(field);
            return Optional.of(field);
        }
        if (first >= 0x20) {
            int wanted = number(in, first, 5);
            if (wanted > TABLE_SIZE) {
                throw new IllegalArgumentException("a larger table than was offered");
            }
            capacity = wanted;
            evict(0);
            return Optional.empty();
        }
        return Optional.of(field(in, number(in, first, 4)));
    }

    private Field field(ByteBuffer in, int name) {
        String text = name == 0 ? text(in) : at(name).name();
        return new Field(text, text(in));
    }

    private Field at(int index) {
        if (index < 1 || index > KNOWN.size() + table.size()) {
            throw new IllegalArgumentException("no such entry");
        }
        return index <= KNOWN.size()
                ? KNOWN.get(index - 1)
                : table.stream().skip(index - KNOWN.size() - 1L).findFirst().orElseThrow(IllegalArgumentException::new);
    }

    /** A field that is larger than the table empties it (section 4.4). */
    private void insert(Field field) {
        evict(size(field));
        if (size(field) <= capacity) {
            table.addFirst(field);
            filled += size(field);
        }
    }

    private void evict(int more) {
        while (!table.isEmpty() && filled + more > capacity) {
            filled -= size(table.removeLast());
        }
    }

    /** Each character came from one octet. */
    private static int size(Field field) {
        return field.name().length() + field.value().length() + OVERHEAD;
    }

    private static String text(ByteBuffer in) {
        int first = in.get() & 0xff;
        int length = number(in, first, 7);
        if (length > in.remaining()) {
            throw new IllegalArgumentException("cut short");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(first >= 0x80 ? HuffmanText.decode(bytes) : bytes, StandardCharsets.ISO_8859_1);
    }

    /** A number whose beginning is in the last {@code bits} of its first octet (section 5.1). */
    private static int number(ByteBuffer in, int first, int bits) {
        int mask = (1 << bits) - 1;
        int value = first & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; shift < 21; shift += 7) {
            int digit = in.get();
            value += (digit & 0x7f) << shift;
            if (digit >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too large");
    }
}
