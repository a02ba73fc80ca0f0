package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import upkeep.core.Observation;
import upkeep.host.ProcFiles;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.target.FilesystemTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.RaidTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SystemTarget;
import upkeep.target.Target;

/** A machine made of files in a folder, with a clock that goes when it is told to. */
final class HostRoot {

    private final Path root;
    private final HostProbers probers;
    private long nanos = 1_000_000_000_000L;

    HostRoot(Path root) {
        this.root = root;
        this.probers = new HostProbers(new ProcFiles(root, () -> nanos));
    }

    HostRoot write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    HostRoot write(String folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(folder + "/" + file.getKey(), file.getValue() + "\n");
        }
        return this;
    }

    /** A process of one thread with nothing said of what it has open. */
    HostRoot process(int pid, int parent, String name, char state, long ticks, long uid) throws IOException {
        write(
                "proc/" + pid + "/stat",
                pid + " (" + name + ") " + state + " " + parent + " 0 0 0 -1 0 0 0 0 0 " + ticks
                        + " 0 0 0 20 0 1 0 1000 0 0 0 1 1 0 0\n");
        write(
                "proc/" + pid + "/status",
                "Name:\t" + name + "\nUid:\t" + uid + "\t" + uid + "\t0\t0\nGid:\t5\t5\t5\t5\nVmRSS:\t 1024 kB\n");
        write("proc/" + pid + "/comm", name + "\n");
        return write("proc/" + pid + "/cmdline", name + "\0");
    }

    /** What a process has open is a socket. */
    HostRoot opens(int pid, long... inodes) throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        for (long inode : inodes) {
            Files.createSymbolicLink(folder.resolve(Long.toString(inode)), Path.of("socket:[" + inode + "]"));
        }
        return this;
    }

    HostRoot unit(String name, String pids) throws IOException {
        return write("sys/fs/cgroup/system.slice/" + name + "/cgroup.procs", pids.replace(' ', '\n') + "\n");
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    Observation probe(Target target) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline));
        try {
            return switch (target) {
                case SystemTarget it -> probers.system().probe(it, deadline, findings);
                case FilesystemTarget it -> probers.filesystem().probe(it, deadline, findings);
                case ProcessTarget it -> probers.process().probe(it, deadline, findings);
                case SocketsTarget it -> probers.sockets().probe(it, deadline, findings);
                case NetworkTarget it -> probers.network().probe(it, deadline, findings);
                case RaidTarget it -> probers.raid().probe(it, deadline, findings);
                default -> throw new AssertionError(target.kind());
            };
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    Observation.Passed passed(Target target) {
        return assertInstanceOf(Observation.Passed.class, probe(target));
    }

    Observation.Failed failed(Target target) {
        return assertInstanceOf(Observation.Failed.class, probe(target));
    }

    String unknown(Target target) {
        return assertInstanceOf(Observation.Unknown.class, probe(target)).text();
    }
}
