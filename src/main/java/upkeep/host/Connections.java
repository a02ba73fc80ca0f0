package upkeep.host;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who still talks to a port of this machine, and who would take new connections; proc_net_tcp of proc_pid_net(5). */
public final class Connections {

    /** Established, and about to be. */
    private static final Set<String> TALKING = Set.of("01", "03");

    private final ProcFiles files;
    private final ControlGroups groups;
    private final Sockets sockets;

    public Connections(ProcFiles files) {
        this.files = files;
        this.groups = new ControlGroups(files);
        this.sockets = new Sockets(files);
    }

    /** How many connections others have to a TCP port of this machine. */
    public int to(int port) {
        int count = 0;
        for (String version : List.of("", "6")) {
            String text =
                    files.text("proc/net/tcp" + version, ListeningSocket.LIMIT).orElse("");
            count += count(text, port);
        }
        return count;
    }

    static int count(String text, int port) {
        String end = String.format(":%04X", port);
        int count = 0;
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(" +", 5);
            if (fields.length == 5 && fields[1].endsWith(end) && TALKING.contains(fields[3])) {
                count++;
            }
        }
        return count;
    }

    /** The processes of a unit that take connections; none where that cannot be seen. */
    public Set<Integer> acceptors(String unit) {
        Set<Long> listening = sockets.listening().orElse(List.of()).stream()
                .map(ListeningSocket::inode)
                .collect(Collectors.toSet());
        Set<Integer> acceptors = new TreeSet<>();
        for (int pid : groups.processes(unit).orElse(List.of())) {
            Optional<Set<Long>> open = sockets.of(List.of(pid));
            Set<Long> shared = new HashSet<>(open.orElse(Set.of()));
            shared.retainAll(listening);
            if (!shared.isEmpty()) {
                acceptors.add(pid);
            }
        }
        return acceptors;
    }
}
