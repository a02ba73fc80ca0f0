package upkeep.probe.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.host.Activity;
import upkeep.host.CpuTimes;
import upkeep.host.Machine;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.LastSamples;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.SystemTarget;

/** Measures the machine; passes whenever that could be done, since only rules know what is too much. */
final class SystemProber implements Prober<SystemTarget> {

    private final Machine machine;
    private final LastSamples<SystemTarget, Machine.Sample> samples = new LastSamples<>();

    SystemProber(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Observation probe(SystemTarget target, Deadline deadline, Findings findings) throws Stop {
        Machine.Sample now = machine.read();
        if (now.load().isEmpty() && now.cpu().isEmpty() && now.memory().isEmpty()) {
            throw new Stop.Unasked("cannot read /proc; upkeepd.service must not set ProcSubset=pid");
        }
        List<String> seen = new ArrayList<>();
        int processors = now.cpu().map(CpuTimes::processors).orElse(1);
        now.load().ifPresent(load -> {
            measureLoad(load, processors, now.cpu().isPresent(), findings);
            seen.add("load " + Figures.plain(load.one()) + " " + Figures.plain(load.five()) + " "
                    + Figures.plain(load.fifteen()) + " on " + Figures.counted(processors, "processor", "processors"));
        });
        Optional<LastSamples.Before<Machine.Sample>> before = samples.next(target, now, now.nanos());
        before.flatMap(earlier -> earlier.sample().cpu())
                .flatMap(then -> now.cpu().map(times -> measureCpu(then, times, findings)))
                .filter(text -> !text.isEmpty())
                .ifPresent(seen::add);
        now.memory().ifPresent(memory -> {
            double percent = 100.0 * memory.used() / memory.total();
            double swapPercent = memory.swapTotal() == 0 ? 0 : 100.0 * memory.swapUsed() / memory.swapTotal();
            findings.measure("memory", memory.used());
            findings.measure("memory-percent", percent);
            findings.measure("swap", memory.swapUsed());
            findings.measure("swap-percent", swapPercent);
            seen.add("memory " + Figures.percent(percent) + " of " + Figures.size(memory.total()) + " used");
            seen.add(memory.swapTotal() == 0 ? "no swap" : "swap " + Figures.percent(swapPercent) + " used");
        });
        now.openFiles().ifPresent(open -> {
            findings.measure("fds", open.open());
            findings.measure("fds-percent", 100.0 * open.open() / open.most());
        });
        findings.measure("processes", now.processes());
        now.uptime().ifPresent(uptime -> findings.measure("uptime", uptime));
        before.ifPresent(earlier -> measureActivity(earlier, now, findings));
        now.pressure().forEach((name, share) -> findings.measure("pressure." + name + "-percent", share));
        now.boot().ifPresent(boot -> findings.found("boot-id", boot));
        findings.reached(Depth.VALUE);
        return findings.passed(
                String.join(", ", seen) + (before.isEmpty() ? "; rates follow with the next probe" : ""));
    }

    private static void measureLoad(Machine.LoadAverage load, int processors, boolean isCounted, Findings findings) {
        findings.measure("load1", load.one());
        findings.measure("load5", load.five());
        findings.measure("load15", load.fifteen());
        if (isCounted) {
            findings.measure("load1-per-core", load.one() / processors);
            findings.measure("load5-per-core", load.five() / processors);
            findings.measure("load15-per-core", load.fifteen() / processors);
        }
    }

    /** Shares of the time of all processors together. The kernel's counts of waiting and idle time may go back a little. */
    private static String measureCpu(CpuTimes then, CpuTimes now, Findings findings) {
        double all = (double) now.total() - then.total();
        if (all <= 0) {
            return "";
        }
        double busy = share(then.busy(), now.busy(), all);
        double wait = share(then.waiting(), now.waiting(), all);
        findings.measure("cpu", busy);
        findings.measure("cpu.user", share(then.user(), now.user(), all));
        findings.measure("cpu.nice", share(then.nice(), now.nice(), all));
        findings.measure("cpu.system", share(then.system(), now.system(), all));
        findings.measure("cpu.wait", wait);
        findings.measure("cpu.hardirq", share(then.hardIrq(), now.hardIrq(), all));
        findings.measure("cpu.softirq", share(then.softIrq(), now.softIrq(), all));
        findings.measure("cpu.steal", share(then.steal(), now.steal(), all));
        findings.measure("cpu.guest", share(then.guest(), now.guest(), all));
        return "processors " + Figures.percent(busy) + " busy and " + Figures.percent(wait) + " waiting";
    }

    private static double share(long then, long now, double all) {
        return Math.clamp(100 * ((double) now - then) / all, 0, 100);
    }

    private static void measureActivity(
            LastSamples.Before<Machine.Sample> before, Machine.Sample now, Findings findings) {
        Optional<Activity> earlier = before.sample().activity();
        if (earlier.isEmpty() || now.activity().isEmpty()) {
            return;
        }
        Activity then = earlier.get();
        Activity done = now.activity().get();
        findings.measure("context-switches", before.rate(then.contextSwitches(), done.contextSwitches()));
        findings.measure("paging.in", before.rate(then.pagedIn(), done.pagedIn()));
        findings.measure("paging.out", before.rate(then.pagedOut(), done.pagedOut()));
        findings.measure("swapping.in", before.rate(then.swappedIn(), done.swappedIn()));
        findings.measure("swapping.out", before.rate(then.swappedOut(), done.swappedOut()));
    }
}
