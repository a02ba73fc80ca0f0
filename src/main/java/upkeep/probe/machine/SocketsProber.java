package upkeep.probe.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.ListeningSocket;
import upkeep.host.Processes;
import upkeep.host.Sockets;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.SocketsTarget;
import upkeep.target.SocketsTarget.Wanted;

/**
 * Whether it is the unit's own processes that listen, and not somebody else's. Where upkeepd may not see what the processes
 * have open, the user who made a socket decides as far as that can: if the unit alone acts as that user, it is the unit's.
 */
final class SocketsProber implements Prober<SocketsTarget> {

    private final Sockets sockets;
    private final Processes processes;

    SocketsProber(Sockets sockets, Processes processes) {
        this.sockets = sockets;
        this.processes = processes;
    }

    @Override
    public Observation probe(SocketsTarget target, Deadline deadline, Findings findings) throws Stop {
        if (!processes.seesUnits()) {
            throw new Stop.Unasked("cannot find the processes of " + target.unit()
                    + ": no control groups of systemd in /sys/fs/cgroup; is it mounted?");
        }
        List<ListeningSocket> all = sockets.listening()
                .orElseThrow(
                        () -> new Stop.Unasked("cannot read /proc/net; upkeepd.service must not set ProcSubset=pid"));
        Set<Integer> pids = processes.ofUnit(target.unit());
        if (pids.isEmpty()) {
            throw new Stop.Sick(FailureKind.MISSING, target.unit() + " has no process");
        }
        for (Wanted wanted : target.wanted()) {
            if (matching(all, wanted).isEmpty()) {
                throw new Stop.Sick(FailureKind.MISSING, "nobody listens on " + wanted);
            }
        }
        findings.reached(Depth.OPEN);
        Optional<Set<Long>> open = sockets.of(pids);
        return open.isPresent() ? seen(target, all, open.get(), findings) : guessed(target, all, pids, findings);
    }

    private static List<ListeningSocket> matching(List<ListeningSocket> all, Wanted wanted) {
        return all.stream()
                .filter(socket -> socket.protocol().equals(wanted.protocol())
                        && socket.port() == wanted.port()
                        && (!wanted.protocol().equals("unix")
                                || socket.address().equals(wanted.path())))
                .toList();
    }

    private Observation seen(SocketsTarget target, List<ListeningSocket> all, Set<Long> open, Findings findings)
            throws Stop {
        List<ListeningSocket> own =
                all.stream().filter(socket -> open.contains(socket.inode())).toList();
        String listed =
                own.stream().map(ListeningSocket::text).distinct().sorted().collect(Collectors.joining(" "));
        findings.measure("listening", own.size());
        findings.found("listening-on", listed);
        for (Wanted wanted : target.wanted()) {
            if (matching(own, wanted).isEmpty()) {
                throw new Stop.Sick(
                        FailureKind.OWNER,
                        wanted + " is open, but not by " + target.unit() + ": "
                                + owner(matching(all, wanted).getFirst()));
            }
        }
        findings.reached(Depth.VALUE);
        return findings.passed(
                own.isEmpty() ? target.unit() + " listens nowhere" : target.unit() + " listens on " + listed);
    }

    private String owner(ListeningSocket socket) {
        return sockets.owner(socket.inode())
                .map(pid -> "by " + Words.printable(sockets.name(pid), 64) + " (" + pid + ")"
                        + processes.unitOf(pid).map(unit -> " of " + unit).orElse(""))
                .orElseGet(() -> "by a process that is not for upkeepd to see"
                        + (socket.uid().isPresent()
                                ? ", of user " + socket.uid().getAsLong()
                                : ""));
    }

    /** Without the right to see what is open. */
    private Observation guessed(SocketsTarget target, List<ListeningSocket> all, Set<Integer> pids, Findings findings)
            throws Stop {
        Map<Integer, Set<Long>> users = sockets.users();
        Set<Long> own = new HashSet<>();
        Set<Long> others = new HashSet<>();
        users.forEach((pid, uids) -> (pids.contains(pid) ? own : others).addAll(uids));
        List<String> undecided = new ArrayList<>();
        for (Wanted wanted : target.wanted()) {
            List<ListeningSocket> found = matching(all, wanted);
            boolean isOwn = found.stream()
                    .anyMatch(socket -> socket.uid().isPresent()
                            && own.contains(socket.uid().getAsLong())
                            && !others.contains(socket.uid().getAsLong()));
            // A server that root starts has root make its sockets; another user's are never handed on in practice.
            boolean isForeign = found.stream()
                    .allMatch(socket -> socket.uid().isPresent()
                            && socket.uid().getAsLong() != 0
                            && !own.contains(socket.uid().getAsLong()));
            if (isForeign) {
                throw new Stop.Sick(
                        FailureKind.OWNER,
                        wanted + " is open, but not by " + target.unit() + ": by user "
                                + found.getFirst().uid().getAsLong() + ", whom none of its processes acts as");
            }
            if (!isOwn) {
                undecided.add(wanted.toString());
            }
        }
        if (target.wanted().isEmpty() || !undecided.isEmpty()) {
            throw new Stop.Unasked("cannot tell whether " + target.unit() + " listens"
                    + (undecided.isEmpty() ? "" : " on " + String.join(", ", undecided))
                    + ": upkeepd may not see what its processes have open; "
                    + ProcessProber.RIGHTS + " give it the right");
        }
        findings.reached(Depth.VALUE);
        return findings.passed("sockets of a user whom " + target.unit() + " alone acts as are open on "
                + target.wanted().stream().map(Wanted::toString).collect(Collectors.joining(", ")));
    }
}
