package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListeningSocketTest {

    private static final String TCP = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000   106        0 4711 1 0000000062d65065 100 0 0 10 0
               1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000   106        0 4712 1 0000000062d65065 100 0 0 10 0
            """;
    private static final String TCP6 = """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 99 1 0
            """;
    private static final String UDP = """
               sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
              512: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 77 2 0000000012345678 0
            """;
    private static final String UNIX = """
            Num       RefCount Protocol Flags    Type St Inode Path
            000000006c1681f0: 00000003 00000000 00000000 0001 03   108
            000000006c1681f1: 00000002 00000000 00010000 0001 01   109 /run/dbus/system bus
            000000006c1681f2: 00000002 00000000 00000000 0002 01   110 /run/systemd/notify
            000000006c1681f3: 00000003 00000000 00000000 0001 03   111 /run/dbus/system bus
            000000006c1681f4: 00000002 00000000 00010000 0001 01   112 @abstract
            """;

    @Test
    void whatListens() {
        assertEquals(
                List.of(new ListeningSocket("tcp", "127.0.0.1", 8080, OptionalLong.of(106), 4711)),
                ListeningSocket.parseInternet("tcp", TCP));
        assertEquals(
                List.of(new ListeningSocket("tcp", "0:0:0:0:0:0:0:1", 80, OptionalLong.of(0), 99)),
                ListeningSocket.parseInternet("tcp", TCP6));
        assertEquals(
                "8080/tcp", ListeningSocket.parseInternet("tcp", TCP).getFirst().text());
    }

    @Test
    void udpIsBound() {
        assertEquals(
                List.of(new ListeningSocket("udp", "0.0.0.0", 53, OptionalLong.of(101), 77)),
                ListeningSocket.parseInternet("udp", UDP));
        assertEquals(List.of(), ListeningSocket.parseInternet("tcp", UDP));
    }

    @Test
    void unixListensOrTakesDatagrams() {
        assertEquals(
                List.of("/run/dbus/system bus", "/run/systemd/notify", "@abstract"),
                ListeningSocket.parseUnix(UNIX).stream()
                        .map(ListeningSocket::text)
                        .toList());
        assertEquals(
                List.of(109L, 110L, 112L),
                ListeningSocket.parseUnix(UNIX).stream()
                        .map(ListeningSocket::inode)
                        .toList());
    }

    @Test
    void bothKernelsTellOfTheirs() {
        for (ProcFiles files : List.of(Recorded.linux61(), Recorded.linux618())) {
            Set<String> texts = Set.copyOf(new Sockets(files)
                    .listening().orElseThrow().stream()
                            .map(ListeningSocket::text)
                            .toList());
            assertTrue(texts.contains("/run/dbus/system_bus_socket"), texts.toString());
            assertTrue(texts.contains("/run/systemd/notify"), texts.toString());
        }
    }
}
