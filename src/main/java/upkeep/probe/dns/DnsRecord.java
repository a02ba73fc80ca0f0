package upkeep.probe.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.target.DnsTarget;

/**
 * A resource record.
 *
 * @param type its number; records of other types than we know are kept, without their text
 * @param timeToLive seconds
 * @param text what it says, in the form of zone files; the empty text for an unknown type
 * @param serial that of an SOA record
 */
record DnsRecord(String owner, int type, long timeToLive, String text, Optional<Long> serial) {

    static DnsRecord read(DnsCursor cursor) throws IOException {
        String owner = cursor.name();
        int type = cursor.number();
        cursor.number();
        long timeToLive = cursor.longNumber();
        DnsCursor data = cursor.part(cursor.number());
        Optional<DnsTarget.Type> known = Stream.of(DnsTarget.Type.values())
                .filter(each -> each.number() == type)
                .findFirst();
        String text = known.isPresent() ? text(known.get(), data) : "";
        if (known.isPresent() && data.remaining() > 0) {
            throw new DnsCursor.MalformedException("a record of type " + known.get() + " is too long");
        }
        Optional<Long> serial = known.filter(DnsTarget.Type.SOA::equals).map(_ -> Long.valueOf(text.split(" ", 4)[2]));
        return new DnsRecord(owner, type, timeToLive, text, serial);
    }

    private static String text(DnsTarget.Type type, DnsCursor data) throws IOException {
        return switch (type) {
            case A -> InetAddress.getByAddress(data.octets(4)).getHostAddress();
            case AAAA -> address6(data.octets(16));
            case NS, CNAME, PTR -> data.name();
            case MX -> data.number() + " " + data.name();
            case SRV -> data.number() + " " + data.number() + " " + data.number() + " " + data.name();
            case SOA ->
                data.name() + " " + data.name() + " " + data.longNumber() + " " + data.longNumber() + " "
                        + data.longNumber() + " " + data.longNumber() + " " + data.longNumber();
            case TXT -> strings(data);
            case CAA -> {
                int flags = data.octet();
                String tag = text(data.octets(data.octet()));
                yield flags + " " + tag + " " + quoted(data.rest());
            }
            case DS ->
                data.number() + " " + data.octet() + " " + data.octet() + " "
                        + HexFormat.of().withUpperCase().formatHex(data.rest());
            case DNSKEY ->
                data.number() + " " + data.octet() + " " + data.octet() + " "
                        + Base64.getEncoder().encodeToString(data.rest());
        };
    }

    private static String address6(byte[] octets) throws IOException {
        InetAddress address = InetAddress.getByAddress(octets);
        // One that maps an IPv4 address is none of Java's IPv6 addresses.
        return octets.length == address.getAddress().length
                ? address.getHostAddress()
                : "::ffff:" + address.getHostAddress();
    }

    private static String strings(DnsCursor data) throws IOException {
        List<String> strings = new ArrayList<>();
        while (data.remaining() > 0) {
            strings.add(quoted(data.octets(data.octet())));
        }
        return String.join(" ", strings);
    }

    private static String quoted(byte[] octets) {
        return "\"" + text(octets).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Whether the record is what somebody wrote: names in any case, with or without a dot at their end. */
    boolean is(String written) {
        return comparable(type, text).equals(comparable(type, written));
    }

    /** Names and hexadecimal digits have no case; texts and keys do. */
    private static String comparable(int type, String text) {
        String plain = text.strip().replaceAll("\\s+", " ");
        if (type == DnsTarget.Type.AAAA.number() || type == DnsTarget.Type.A.number()) {
            try {
                return InetAddress.ofLiteral(plain).getHostAddress();
            } catch (IllegalArgumentException notAnAddress) {
                return plain;
            }
        }
        if (type == DnsTarget.Type.TXT.number()) {
            // Where it is cut into strings says nothing, and quotes may be left out.
            return plain.startsWith("\"") ? plain.replaceAll("(?<!\\\\)\" ?\"?", "") : plain;
        }
        if (type == DnsTarget.Type.CAA.number()) {
            return plain.replace("\"", "");
        }
        if (type == DnsTarget.Type.DNSKEY.number()) {
            return plain;
        }
        StringBuilder words = new StringBuilder();
        for (String word : plain.split(" ", -1)) {
            words.append(DnsName.plain(word).toLowerCase(Locale.ROOT)).append(' ');
        }
        return words.toString();
    }
}
