package upkeep.probe.machine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Machine;
import upkeep.host.PidFile;
import upkeep.host.Processes;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.LastSamples;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.ProcessTarget;
import upkeep.target.ProcessTarget.Known;

/** Measures processes; fails where there is none. */
final class ProcessProber implements Prober<ProcessTarget> {

    /** What lets upkeepd see what other users' processes have open; much, so it is not given by default. */
    static final String RIGHTS =
            "CapabilityBoundingSet=CAP_SYS_PTRACE CAP_DAC_READ_SEARCH and AmbientCapabilities= with"
                    + " the same, by `systemctl edit upkeepd`,";

    private final Processes processes;
    private final Machine machine;
    private final LastSamples<ProcessTarget, Processes.Sample> samples = new LastSamples<>();

    ProcessProber(Processes processes, Machine machine) {
        this.processes = processes;
        this.machine = machine;
    }

    @Override
    public Observation probe(ProcessTarget target, Deadline deadline, Findings findings) throws Stop {
        Set<Integer> pids = find(target.by());
        findings.steps().add(() -> "found " + Figures.counted(pids.size(), "process", "processes"));
        Processes.Sample now = processes.sample(pids).orElseThrow(() -> none(target.by()));
        findings.reached(Depth.VALUE);
        Processes.Main main = now.main();
        measureMain(main, findings);
        findings.measure("processes", now.count());
        findings.measure("zombies", now.zombies());
        findings.measure("threads", now.threads());
        findings.measure("children", now.children());
        findings.measure("memory", now.memory());
        Optional<Long> total = machine.memory();
        total.ifPresent(bytes -> findings.measure("memory-percent", 100.0 * now.memory() / bytes));
        now.openFiles().ifPresent(open -> findings.measure("fds", open));
        now.outdated().ifPresent(outdated -> findings.measure("outdated", outdated));
        now.openFilesPercent().ifPresent(share -> findings.measure("fds-percent", share));
        Optional<LastSamples.Before<Processes.Sample>> before = samples.next(target, now, now.nanos());
        Optional<Double> cpu = before.map(earlier -> cpu(earlier, now));
        findings.measure("cpu", cpu);
        before.ifPresent(earlier -> measureIo(earlier, now, findings));
        if (main.state().equals("ended")) {
            throw new Stop.Sick(
                    FailureKind.DOWN,
                    main.name() + " (" + main.pid() + ") has ended, and its parent does not take note: a zombie");
        }
        return findings.passed(text(now, cpu));
    }

    private Set<Integer> find(Known known) throws Stop {
        return switch (known) {
            case Known.Unit unit -> {
                if (!processes.seesUnits()) {
                    throw new Stop.Unasked("cannot find the processes of " + unit.name()
                            + ": no control groups of systemd in /sys/fs/cgroup; is it mounted?");
                }
                yield processes.ofUnit(unit.name());
            }
            case Known.PidFile file ->
                switch (PidFile.read(Path.of(file.path()))) {
                    case PidFile.Found found -> processes.from(found.pid());
                    case PidFile.Without without -> throw new Stop.Sick(FailureKind.MISSING, without.why());
                    case PidFile.Closed closed -> throw new Stop.Unasked(closed.why());
                };
            case Known.Matching matching ->
                processes
                        .matching(Pattern.compile(matching.pattern()))
                        .orElseThrow(() -> new Stop.Unasked("cannot look for " + matching.text()
                                + ": the pattern takes too long; write a plainer one"));
        };
    }

    private static Stop none(Known known) {
        return new Stop.Sick(
                FailureKind.MISSING,
                switch (known) {
                    case Known.Unit unit -> unit.name() + " has no process";
                    case Known.PidFile file -> "the process that " + file.path() + " names does not run";
                    case Known.Matching matching -> "no process has " + matching.text() + " in its command line";
                });
    }

    private static void measureMain(Processes.Main main, Findings findings) {
        findings.measure("pid", main.pid());
        findings.measure("ppid", main.parent());
        if (main.uid() >= 0) {
            findings.measure("uid", main.uid());
            findings.measure("euid", main.euid());
            findings.measure("gid", main.gid());
        }
        main.uptime().ifPresent(uptime -> findings.measure("uptime", uptime));
        findings.found("name", main.name());
        findings.found("state", main.state());
        main.label().ifPresent(label -> findings.found("security-label", label));
    }

    /** In percent of one processor. Of a process that came in between, all that it used; of one that went, nothing is known. */
    static double cpu(LastSamples.Before<Processes.Sample> before, Processes.Sample now) {
        Map<String, Long> then = before.sample().ticks();
        long used = 0;
        for (Map.Entry<String, Long> process : now.ticks().entrySet()) {
            used += Math.max(0, process.getValue() - then.getOrDefault(process.getKey(), 0L));
        }
        return 100.0 * used / Processes.TICKS_PER_SECOND / before.seconds();
    }

    private static void measureIo(
            LastSamples.Before<Processes.Sample> before, Processes.Sample now, Findings findings) {
        Optional<Processes.Io> earlier = before.sample().io();
        // A process that ended in between takes its counts along.
        if (earlier.isEmpty() || now.io().isEmpty()) {
            return;
        }
        Processes.Io then = earlier.get();
        Processes.Io done = now.io().get();
        findings.measure("read", before.rate(then.read(), done.read()));
        findings.measure("write", before.rate(then.written(), done.written()));
        findings.measure("disk-read", before.rate(then.diskRead(), done.diskRead()));
        findings.measure("disk-write", before.rate(then.diskWritten(), done.diskWritten()));
    }

    private static String text(Processes.Sample now, Optional<Double> cpu) {
        Processes.Main main = now.main();
        StringBuilder text = new StringBuilder(main.name() + " (" + main.pid() + ") is " + main.state());
        if (now.count() > 1) {
            text.append(", ").append(now.count()).append(" processes");
        }
        if (now.zombies() > 0) {
            text.append(", ").append(Figures.counted(now.zombies(), "zombie", "zombies"));
        }
        text.append(", memory ")
                .append(Figures.size(now.memory()))
                .append(now.isMemoryDivided() ? " (PSS)" : " (RSS: shared memory is counted for each)");
        cpu.ifPresent(share -> text.append(", ").append(Figures.percent(share)).append(" of a processor"));
        now.openFiles().ifPresent(open -> text.append(", ").append(Figures.counted(open, "open file", "open files")));
        if (now.outdated().orElse(0) > 0) {
            text.append("; ")
                    .append(now.outdated().getAsLong())
                    .append(" of them run programs or libraries that were replaced since: a restart is due");
        }
        if (now.openFiles().isEmpty()) {
            text.append("; open files cannot be counted: upkeepd has no right to see them before Linux 6.2, which ")
                    .append(RIGHTS)
                    .append(" give");
        }
        return text.toString();
    }
}
