package upkeep.probe.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.DiskCounters;
import upkeep.host.FileSystemUse;
import upkeep.host.FileSystems;
import upkeep.host.Mount;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.LastSamples;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.FilesystemTarget;

/**
 * How full a file system is, or the fullest of all local ones. Fails where it is not mounted or does not work; passes
 * otherwise, since only rules know what is too full.
 */
public final class FilesystemProber implements Prober<FilesystemTarget> {

    /** So many at most are asked for one check. */
    private static final int MOST_MOUNTS = 256;

    /** What is mounted there is made by systemd or a container, to hide or to show something. */
    private static final List<String> NOT_FOR_FILES = List.of("/proc/", "/sys/", "/run/credentials/");

    private final FileSystems fileSystems;
    private final LastSamples<String, DiskCounters> disks = new LastSamples<>();
    private final SpaceHistory history = new SpaceHistory();

    FilesystemProber(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    private record Seen(Mount mount, FileSystemUse use, long nanos) {
        double worst() {
            return Math.max(use.percent(), use.inodesPercent());
        }
    }

    @Override
    public Observation probe(FilesystemTarget target, Deadline deadline, Findings findings) throws Stop {
        List<Mount> mounts = fileSystems
                .mounts()
                .orElseThrow(() ->
                        new Stop.Unasked("cannot read /proc/1/mountinfo; upkeepd.service must not set ProcSubset=pid"));
        return target.mount().isPresent()
                ? one(target.mount().get(), mounts, deadline, findings)
                : all(mounts, deadline, findings);
    }

    private Observation one(String wanted, List<Mount> mounts, Deadline deadline, Findings findings) throws Stop {
        Mount mount = mounts.stream()
                .filter(one -> one.point().equals(wanted))
                .findFirst()
                .or(() -> mounts.stream()
                        .filter(one -> one.source().equals(wanted))
                        .min(nearestToWhole()))
                .orElseThrow(() -> new Stop.Sick(
                        FailureKind.MISSING,
                        wanted.startsWith("/dev/")
                                ? wanted + " is not mounted, or under another name; findmnt(8) shows which"
                                : "nothing is mounted at " + wanted));
        findings.steps().add(() -> "asking for the use of " + mount.point() + ", " + mount.type());
        findings.found("flags", mount.flags() + (mount.isReadOnly() ? ",read-only" : ""));
        findings.measure("read-only", mount.isReadOnly() ? 1 : 0);
        Seen seen = switch (fileSystems.use(mount.point(), left(deadline))) {
            case FileSystems.Answer.Use answer -> new Seen(mount, answer.use(), answer.nanos());
            case FileSystems.Answer.Broken broken ->
                throw new Stop.Sick(FailureKind.DOWN, mount.point() + " does not work: " + broken.why());
            case FileSystems.Answer.Unasked unasked ->
                throw new Stop.Unasked("cannot look at " + mount.point() + ": " + unasked.why());
        };
        measure(seen, findings);
        return findings.passed(text(seen) + (mount.isReadOnly() ? "; read-only" : ""));
    }

    private Observation all(List<Mount> mounts, Deadline deadline, Findings findings) throws Stop {
        List<Mount> local = local(mounts);
        List<Seen> seen = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        for (Mount mount : local) {
            if (deadline.hasPassed()) {
                unasked.add(mount.point() + ": no time was left for it");
                continue;
            }
            switch (fileSystems.use(mount.point(), left(deadline.share(2)))) {
                case FileSystems.Answer.Use answer -> seen.add(new Seen(mount, answer.use(), answer.nanos()));
                case FileSystems.Answer.Broken answer -> broken.add(mount.point() + " does not work: " + answer.why());
                case FileSystems.Answer.Unasked answer -> unasked.add(mount.point() + ": " + answer.why());
            }
        }
        findings.found(
                "flags",
                local.stream()
                        .map(mount -> mount.point() + " " + mount.flags() + (mount.isReadOnly() ? ",read-only" : ""))
                        .collect(Collectors.joining("; ")));
        findings.measure("read-only", local.stream().filter(Mount::isReadOnly).count());
        Optional<Seen> worst =
                seen.stream().filter(one -> one.use().total() > 0).max(Comparator.comparingDouble(Seen::worst));
        worst.ifPresent(one -> measure(one, findings));
        if (!broken.isEmpty()) {
            throw new Stop.Sick(FailureKind.DOWN, String.join("; ", broken));
        }
        String text =
                worst.map(one -> "fullest of " + seen.size() + ": " + text(one)).orElse("");
        String more = unasked.isEmpty() ? "" : "cannot look at " + String.join("; ", unasked);
        if (worst.isEmpty()) {
            throw new Stop.Unasked(more.isEmpty() ? "no local file system with space is mounted" : more);
        }
        return findings.passed(text + (more.isEmpty() ? "" : "; " + more));
    }

    /** One mount of each file system, the one that shows most of it; not what containers put over others. */
    static List<Mount> local(List<Mount> mounts) {
        Map<String, Mount> byDevice = new LinkedHashMap<>();
        mounts.stream()
                .filter(mount -> mount.hasSpace() && !mount.isRemote())
                .filter(mount ->
                        !mount.type().equals("overlay") || mount.point().equals("/"))
                .filter(mount -> NOT_FOR_FILES.stream().noneMatch(mount.point()::startsWith))
                .sorted(nearestToWhole())
                .forEach(mount -> byDevice.putIfAbsent(mount.device(), mount));
        Collection<Mount> found = byDevice.values();
        return found.stream()
                .sorted(Comparator.comparing(Mount::point))
                .limit(MOST_MOUNTS)
                .toList();
    }

    private static Comparator<Mount> nearestToWhole() {
        return Comparator.<Mount>comparingInt(mount -> mount.root().length())
                .thenComparingInt(mount -> mount.point().length());
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(Math.max(0, deadline.remainingNanos()));
    }

    private void measure(Seen seen, Findings findings) {
        FileSystemUse use = seen.use();
        Mount mount = seen.mount();
        long now = seen.nanos();
        findings.reached(Depth.VALUE);
        findings.found("mount", mount.point());
        findings.found("device", mount.source());
        findings.found("type", mount.type());
        findings.measure("space", use.used());
        findings.measure("space-free", use.available());
        findings.measure("space-percent", use.percent());
        if (use.inodes() > 0) {
            findings.measure("inodes", use.inodesUsed());
            findings.measure("inodes-free", use.inodesFree());
        }
        findings.measure("inodes-percent", use.inodesPercent());
        findings.measure("time-to-full", history.secondsToFull(mount.point(), now, use.used(), use.available()));
        fileSystems
                .counters(mount)
                .flatMap(
                        counters -> disks.next(mount.point(), counters, now).map(before -> new Rates(before, counters)))
                .ifPresent(rates -> rates.measure(findings));
    }

    private record Rates(LastSamples.Before<DiskCounters> before, DiskCounters now) {
        void measure(Findings findings) {
            DiskCounters then = before.sample();
            findings.measure("read", before.rate(then.read(), now.read()));
            findings.measure("write", before.rate(then.written(), now.written()));
            findings.measure("read-operations", before.rate(then.reads(), now.reads()));
            findings.measure("write-operations", before.rate(then.writes(), now.writes()));
            long operations = now.reads() - then.reads() + now.writes() - then.writes();
            if (operations >= 0 && now.milliseconds() >= then.milliseconds()) {
                double seconds = (now.milliseconds() - then.milliseconds()) / 1e3;
                findings.measure("service-time", operations == 0 ? 0 : seconds / operations);
            }
        }
    }

    private static String text(Seen seen) {
        FileSystemUse use = seen.use();
        return seen.mount().point() + " (" + seen.mount().source() + ", "
                + seen.mount().type() + ") is "
                + Figures.percent(use.percent()) + " full, " + Figures.size(use.available()) + " left"
                + (use.inodes() > 0 ? ", " + Figures.percent(use.inodesPercent()) + " of the inodes used" : "");
    }
}
