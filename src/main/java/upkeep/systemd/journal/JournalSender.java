package upkeep.systemd.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import upkeep.systemd.UnixDatagrams;

/**
 * Writes entries to the journal in its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL). Never blocks, and never
 * throws for want of a journal. Thread-safe.
 */
public final class JournalSender {

    /** Where journald listens. */
    public static final String SOCKET = "/run/systemd/journal/socket";

    /** Bytes of one value; the rest is cut off. */
    static final int VALUE_LIMIT = 48 * 1024;

    /** Bytes of one entry, well below the kernel's usual limit of 208 KiB for a datagram; fields that do not fit go. */
    static final int ENTRY_LIMIT = 128 * 1024;

    private static final int NAME_LIMIT = 64;

    private final UnixDatagrams socket;

    /**
     * Nothing is opened yet.
     *
     * @param socket a path, usually {@link #SOCKET}
     */
    public JournalSender(String socket) {
        this.socket = new UnixDatagrams(socket);
    }

    /**
     * Sends one entry. Fields that are wanted most come first in the map.
     *
     * @param fields by name: capitals, digits and underscores, not beginning with a digit or an underscore
     * @return whether the journal took it
     * @throws IllegalArgumentException if a name is not one
     */
    public boolean send(Map<String, String> fields) {
        byte[] entry = encode(fields);
        try {
            socket.send(entry);
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    static byte[] encode(Map<String, String> fields) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException("not a journal field name: " + name);
            }
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            int length = cut(bytes);
            if (entry.size() + name.length() + length + Long.BYTES + 2 > ENTRY_LIMIT) {
                return;
            }
            entry.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            if (value.indexOf('\n') < 0) {
                entry.write('=');
            } else {
                entry.write('\n');
                entry.writeBytes(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());
            }
            entry.write(bytes, 0, length);
            entry.write('\n');
        });
        return entry.toByteArray();
    }

    /** The length to which the value is cut, not within a character. */
    private static int cut(byte[] bytes) {
        int length = Math.min(bytes.length, VALUE_LIMIT);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    static boolean isName(String name) {
        return name.length() <= NAME_LIMIT && name.matches("[A-Z][A-Z0-9_]*");
    }
}
