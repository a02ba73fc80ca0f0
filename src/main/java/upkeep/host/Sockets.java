package upkeep.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has which socket open. Everybody may see what sockets there are; whose they are, only root and who has the right to see
 * what processes have open. Thread-safe.
 */
public final class Sockets {

    private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]{1,18})]");
    private static final int MOST_PROCESSES = 100_000;
    private static final int MOST_OPEN = 100_000;

    private final ProcFiles files;

    public Sockets(ProcFiles files) {
        this.files = files;
    }

    /** All that wait for others to come; absent where the kernel does not tell. */
    public Optional<List<ListeningSocket>> listening() {
        List<ListeningSocket> sockets = new ArrayList<>();
        boolean isTold = false;
        for (String protocol : List.of("tcp", "udp")) {
            for (String version : List.of("", "6")) {
                Optional<String> text = files.text("proc/net/" + protocol + version, ListeningSocket.LIMIT);
                isTold |= text.isPresent();
                sockets.addAll(ListeningSocket.parseInternet(protocol, text.orElse("")));
            }
        }
        files.text("proc/net/unix", ListeningSocket.LIMIT)
                .ifPresent(text -> sockets.addAll(ListeningSocket.parseUnix(text)));
        return isTold ? Optional.of(sockets) : Optional.empty();
    }

    /** The numbers of the sockets that processes have open; absent if that is not for us to see of one of them. */
    public Optional<Set<Long>> of(Collection<Integer> pids) {
        Set<Long> inodes = new HashSet<>();
        for (int pid : pids) {
            Optional<Set<Long>> one = of(pid);
            if (one.isEmpty() && files.isFolder("proc/" + pid)) {
                return Optional.empty();
            }
            inodes.addAll(one.orElse(Set.of()));
        }
        return Optional.of(inodes);
    }

    private Optional<Set<Long>> of(int pid) {
        String folder = "proc/" + pid + "/fd";
        return files.list(folder, MOST_OPEN).flatMap(names -> {
            Set<Long> inodes = new HashSet<>();
            boolean isSeen = names.isEmpty();
            for (String name : names) {
                Optional<String> link = files.link(folder + "/" + name);
                isSeen |= link.isPresent();
                Matcher socket = SOCKET.matcher(link.orElse(""));
                if (socket.matches()) {
                    inodes.add(Long.valueOf(socket.group(1)));
                }
            }
            // Who may list them need not be allowed to follow them.
            return isSeen ? Optional.of(inodes) : Optional.empty();
        });
    }

    /** A process that has a socket open, as far as that can be seen. */
    public Optional<Integer> owner(long inode) {
        return processes().stream()
                .filter(pid -> of(pid).filter(open -> open.contains(inode)).isPresent())
                .findFirst();
    }

    /** Which users each process is and acts as, by its number. */
    public Map<Integer, Set<Long>> users() {
        Map<Integer, Set<Long>> users = new HashMap<>();
        for (int pid : processes()) {
            files.text("proc/" + pid + "/status", ProcessStatus.LIMIT)
                    .flatMap(ProcessStatus::parse)
                    .ifPresent(status -> users.put(pid, new HashSet<>(List.of(status.uid(), status.euid()))));
        }
        return users;
    }

    /** The name of the program of a process. */
    public String name(int pid) {
        return files.text("proc/" + pid + "/comm", 64).map(String::strip).orElse("a process that has ended");
    }

    private List<Integer> processes() {
        return files.names("proc", MOST_PROCESSES).stream()
                .filter(Processes::isProcess)
                .map(Figures::whole)
                .filter(OptionalLong::isPresent)
                .map(pid -> (int) pid.getAsLong())
                .toList();
    }
}
