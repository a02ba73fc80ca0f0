package upkeep.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Binds each entry to the one before: a SHA-256 over that one's and over all columns of its own row. So an entry that was
 * changed, taken from the middle or put elsewhere breaks the chain there. The newest link, and the one of the last entry
 * that retention dropped, are kept beside, so that the ends are bound as well. Whoever can write the file can make the
 * whole chain anew; {@link ChainCheck#head}, noted elsewhere, tells that too.
 */
final class Chain {

    /** Keys of the table {@code meta}: {@code NUMBER HASH}. */
    private static final String HEAD = "chain-head";

    private static final String ANCHOR = "chain-anchor";
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64})");
    private static final int LENGTH = 32;
    private static final int PAGE = 1_000;

    /** The columns that are bound, in this order for ever. */
    static final String COLUMNS = "number, wall, monotonic, kind, subject, text, causes, incident, fields";

    /** One row as it lies in the table. */
    record Row(
            long number,
            long wall,
            long monotonic,
            String kind,
            String subject,
            String text,
            String causes,
            Optional<Long> incident,
            String fields) {}

    /** A link, in hexadecimal, and the number of its entry. */
    private record End(long number, String link) {
        String text() {
            return number + " " + link;
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(link);
        }

        static Optional<End> of(Optional<String> text) throws SQLException {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            Matcher form = FORM.matcher(text.get());
            if (!form.matches()) {
                throw new SQLException("an end of the chain that is none: " + text.get());
            }
            return Optional.of(new End(Long.parseLong(form.group(1)), form.group(2)));
        }
    }

    private Chain() {}

    static byte[] head(Connection connection) throws SQLException {
        return End.of(MetaTable.get(connection, HEAD)).map(End::bytes).orElse(new byte[LENGTH]);
    }

    static void head(Connection connection, long number, byte[] link) throws SQLException {
        MetaTable.put(connection, HEAD, new End(number, hex(link)).text());
    }

    /** To be called before entries up to that number are dropped. */
    static void anchor(Connection connection, long lastDropped) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT number, chain FROM entry WHERE number <= ? ORDER BY number DESC LIMIT 1")) {
            select.setLong(1, lastDropped);
            try (ResultSet row = select.executeQuery()) {
                byte[] link = row.next() ? row.getBytes(2) : null;
                if (link != null) {
                    MetaTable.put(connection, ANCHOR, new End(row.getLong(1), hex(link)).text());
                }
            }
        }
    }

    private static String hex(byte[] link) {
        return HexFormat.of().formatHex(link);
    }

    static byte[] link(byte[] before, Row row) {
        MessageDigest digest = sha256();
        digest.update(before);
        number(digest, row.number());
        number(digest, row.wall());
        number(digest, row.monotonic());
        text(digest, row.kind());
        text(digest, row.subject());
        text(digest, row.text());
        text(digest, row.causes());
        text(digest, row.incident().map(String::valueOf).orElse(""));
        text(digest, row.fields());
        return digest.digest();
    }

    private static void number(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(digest, bytes.length);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Goes along the whole chain, a thousand entries at a time so that nobody waits for it. */
    static ChainCheck check(Connection connection) throws SQLException {
        Optional<End> anchor = End.of(MetaTable.get(connection, ANCHOR));
        byte[] before = anchor.map(End::bytes).orElse(new byte[LENGTH]);
        long last = 0;
        long unchained = 0;
        long chained = 0;
        long first = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + ", chain FROM entry WHERE number > ? ORDER BY number LIMIT " + PAGE)) {
            boolean more = true;
            while (more) {
                more = false;
                select.setLong(1, last);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        more = true;
                        Row row = row(found);
                        byte[] link = found.getBytes(10);
                        last = row.number();
                        boolean isDropped =
                                anchor.isPresent() && last <= anchor.get().number();
                        if (link == null && chained == 0 && anchor.isEmpty()) {
                            unchained++;
                            continue;
                        }
                        if (link == null || isDropped || !Arrays.equals(link, link(before, row))) {
                            return new ChainCheck(unchained, chained, first, Optional.of(last), "");
                        }
                        first = chained == 0 ? last : first;
                        chained++;
                        before = link;
                    }
                }
            }
        }
        Optional<End> head = End.of(MetaTable.get(connection, HEAD));
        boolean atHead = head.isEmpty() ? chained == 0 : head.get().link().equals(hex(before));
        return new ChainCheck(
                unchained, chained, first, atHead ? Optional.empty() : Optional.of(last + 1), hex(before));
    }

    private static Row row(ResultSet row) throws SQLException {
        long incident = row.getLong(8);
        Optional<Long> ofIncident = row.wasNull() ? Optional.empty() : Optional.of(incident);
        return new Row(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                ofIncident,
                row.getString(9));
    }
}
