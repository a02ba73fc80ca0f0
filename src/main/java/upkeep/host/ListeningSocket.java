package upkeep.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A socket that waits for others to come: TCP that listens, UDP that is bound, Unix that listens or takes datagrams;
 * proc_net_tcp of proc_pid_net(5).
 *
 * @param protocol {@code tcp}, {@code udp} or {@code unix}
 * @param address of this machine, or the path; one that begins with {@code @} is abstract
 * @param port 0 for Unix
 * @param uid who made it; absent for Unix
 * @param inode its number; what a process has open refers to it
 */
public record ListeningSocket(String protocol, String address, int port, OptionalLong uid, long inode) {

    /** Some ten thousand sockets. */
    static final int LIMIT = 4 * 1024 * 1024;

    private static final String LISTENING = "0A";
    private static final String BOUND = "07";
    private static final long ACCEPTS = 0x10000;
    private static final int DATAGRAM = 2;

    /** As people write it: {@code 443/tcp}, {@code /run/docker.sock}. */
    public String text() {
        return protocol.equals("unix") ? address : port + "/" + protocol;
    }

    /** Of /proc/net/tcp, tcp6, udp or udp6. */
    static List<ListeningSocket> parseInternet(String protocol, String text) {
        List<ListeningSocket> sockets = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length >= 10 && fields[3].equals(protocol.equals("tcp") ? LISTENING : BOUND)) {
                int colon = fields[1].lastIndexOf(':');
                Optional<String> address = address(fields[1].substring(0, Math.max(0, colon)));
                OptionalLong port = hexadecimal(fields[1].substring(colon + 1));
                OptionalLong inode = Figures.whole(fields[9]);
                if (address.isPresent() && port.isPresent() && port.getAsLong() <= 65_535 && inode.isPresent()) {
                    sockets.add(new ListeningSocket(
                            protocol,
                            address.get(),
                            (int) port.getAsLong(),
                            Figures.whole(fields[7]),
                            inode.getAsLong()));
                }
            }
        }
        return sockets;
    }

    /** The kernel writes each four bytes as a number of this machine, which is little endian on all machines of Debian but one. */
    private static Optional<String> address(String digits) {
        if (!digits.matches("[0-9A-F]{8}|[0-9A-F]{32}")) {
            return Optional.empty();
        }
        byte[] words = HexFormat.of().parseHex(digits);
        byte[] bytes = new byte[words.length];
        boolean isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[isLittle ? (i & ~3) + 3 - (i & 3) : i];
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Of /proc/net/unix; those without a path are left out. */
    static List<ListeningSocket> parseUnix(String text) {
        List<ListeningSocket> sockets = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(" +", 8);
            if (fields.length < 8 || fields[7].isEmpty()) {
                continue;
            }
            OptionalLong flags = hexadecimal(fields[3]);
            OptionalLong type = hexadecimal(fields[4]);
            OptionalLong inode = Figures.whole(fields[6]);
            boolean listens = flags.isPresent() && (flags.getAsLong() & ACCEPTS) != 0;
            boolean takesDatagrams = type.isPresent() && type.getAsLong() == DATAGRAM;
            if (inode.isPresent() && (listens || takesDatagrams)) {
                String path = new String(fields[7].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                sockets.add(new ListeningSocket("unix", path, 0, OptionalLong.empty(), inode.getAsLong()));
            }
        }
        return sockets;
    }

    private static OptionalLong hexadecimal(String digits) {
        return digits.matches("[0-9A-Fa-f]{1,8}") ? OptionalLong.of(Long.parseLong(digits, 16)) : OptionalLong.empty();
    }
}
