package upkeep.probe.clock;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import upkeep.base.Moment;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.bus.BusLook;
import upkeep.probe.bus.BusValues;
import upkeep.probe.bus.SystemBus;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.TimeDaemonTarget;

/** Asks the time daemon of this machine, and the kernel, whether the clock is right. */
public final class TimeDaemonProber implements Prober<TimeDaemonTarget> {

    private static final int CHRONY_PORT = 323;
    private static final int NTP_PORT = 123;

    /** Asks the kernel for the state of its clock. */
    @FunctionalInterface
    interface Kernel {
        KernelClock read() throws Stop;
    }

    private final SystemBus bus;
    private final DaemonAge ages;
    private final Kernel kernel;
    private final Supplier<Moment> clock;

    public TimeDaemonProber(SystemBus bus, Supplier<Moment> clock) {
        this(bus, new DaemonAge(Path.of("/proc")), new AskedKernel(), clock);
    }

    public TimeDaemonProber(SystemBus bus, DaemonAge ages, Kernel kernel, Supplier<Moment> clock) {
        this.bus = bus;
        this.ages = ages;
        this.kernel = kernel;
        this.clock = clock;
    }

    @Override
    public Observation probe(TimeDaemonTarget target, Deadline deadline, Findings findings) throws Stop {
        String found;
        try {
            found = switch (target.daemon()) {
                case CHRONY -> judge(target, chrony(target, deadline, findings), findings);
                case NTPSEC -> judge(target, ntpd(target, deadline, findings), findings);
                case TIMESYNCD -> {
                    ClockReport report = timesyncd(deadline, findings)
                            .orElseThrow(() -> new Stop.Sick(FailureKind.REFUSED, "systemd-timesyncd does not run"));
                    yield judge(target, report, findings);
                }
                case KERNEL -> kernelAlone(target, "", findings);
                case AUTO -> whicheverAnswers(target, deadline, findings);
            };
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
        return findings.passed(found);
    }

    private static ClockReport chrony(TimeDaemonTarget target, Deadline deadline, Findings findings) throws Stop {
        return new ChronyClient(target.port().orElse(CHRONY_PORT), deadline, findings.steps()).ask();
    }

    private static ClockReport ntpd(TimeDaemonTarget target, Deadline deadline, Findings findings) throws Stop {
        return new NtpdClient(target.port().orElse(NTP_PORT), deadline, findings.steps()).ask();
    }

    private Optional<ClockReport> timesyncd(Deadline deadline, Findings findings) throws Stop {
        Optional<BusValues> values = new BusLook(bus, deadline, findings.steps()).timesyncd(Timesyncd.PROPERTIES);
        Optional<Boolean> isHeld = readKernel(findings).map(KernelClock::isSynchronised);
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.get().wall());
        return values.map(told -> Timesyncd.report(told, isHeld, now));
    }

    /** One that is there but hangs is not passed over: only a closed port is, or a daemon that is not on the bus. */
    private String whicheverAnswers(TimeDaemonTarget target, Deadline deadline, Findings findings) throws Stop {
        try {
            return judge(target, chrony(target, deadline.share(2), findings), findings);
        } catch (Stop.Sick none) {
            if (none.kind() != FailureKind.REFUSED) {
                throw none;
            }
        }
        try {
            return judge(target, ntpd(target, deadline, findings), findings);
        } catch (Stop.Sick none) {
            if (none.kind() != FailureKind.REFUSED) {
                throw none;
            }
        }
        Optional<ClockReport> report;
        try {
            report = timesyncd(deadline, findings);
        } catch (Stop.Unasked noBus) {
            findings.steps().add(noBus::text);
            return kernelAlone(target, "neither chronyd nor ntpd answers; ", findings);
        }
        return report.isPresent()
                ? judge(target, report.get(), findings)
                : kernelAlone(
                        target, "neither chronyd nor ntpd answers, and systemd-timesyncd does not run; ", findings);
    }

    /** The verdict over what a daemon says. */
    private String judge(TimeDaemonTarget target, ClockReport report, Findings findings) throws Stop {
        findings.reached(Depth.VALUE);
        findings.found("daemon", report.daemon());
        findings.measure("sources", report.sources().size());
        report.selected().ifPresent(source -> {
            findings.found("source", source.name());
            findings.measure("reach", source.answered());
        });
        String held = readKernel(findings).map(state -> "; " + state.text()).orElse("");
        if (!report.isSynchronised()) {
            throw withoutTime(target, report.daemon() + " has not synchronised the clock" + sources(report) + held);
        }
        measure(report, findings);
        ClockSource source = report.selected()
                .orElseThrow(
                        () -> withoutTime(target, report.daemon() + " goes by none of its sources" + sources(report)));
        if (source.answered() < target.minReach()) {
            throw notSynchronised(report.daemon() + " goes by " + source.text() + ", which answered "
                    + source.answered() + " of the last 8 polls, wanted " + target.minReach());
        }
        if (report.stratum() > target.maxStratum()) {
            throw notSynchronised(report.daemon() + " is at stratum " + report.stratum() + ", wanted at most "
                    + target.maxStratum() + sources(report));
        }
        if (report.rootDistance() > target.maxRootDistance().microseconds() / 1e6) {
            throw notSynchronised(report.daemon() + " may be wrong by " + Words.seconds(report.rootDistance())
                    + " (root distance), wanted at most " + target.maxRootDistance() + sources(report));
        }
        String found = "the local clock is " + Words.seconds(Math.abs(report.offset()))
                + (report.offset() < 0 ? " ahead of " : " behind ") + "what " + report.daemon() + " takes for right";
        if (Math.abs(report.offset()) > target.maxOffset().microseconds() / 1e6) {
            throw new Stop.Sick(FailureKind.OFFSET, found + ", wanted within " + target.maxOffset() + sources(report));
        }
        return found + ", stratum " + report.stratum() + ", by " + source.text() + held;
    }

    private static void measure(ClockReport report, Findings findings) {
        findings.measure("offset", Math.abs(report.offset()));
        findings.measure("offset-signed", report.offset());
        report.jitter().ifPresent(jitter -> findings.measure("jitter", jitter));
        findings.measure("stratum", report.stratum());
        findings.measure("root-delay", report.rootDelay());
        findings.measure("root-dispersion", report.rootDispersion());
        findings.measure("root-distance", report.rootDistance());
    }

    /** A daemon that began just now may be without time for a while, which says nothing. */
    private Stop withoutTime(TimeDaemonTarget target, String text) {
        List<String> names = switch (target.daemon()) {
            case CHRONY -> List.of("chronyd");
            case NTPSEC -> List.of("ntpd");
            case TIMESYNCD -> List.of("systemd-timesyncd");
            case KERNEL, AUTO -> List.of("chronyd", "ntpd", "systemd-timesyncd");
        };
        double patience = target.patience().microseconds() / 1e6;
        Optional<Double> age = ages.of(names).filter(seconds -> seconds < patience);
        return age.isPresent()
                ? new Stop.Unasked(text + "; it began " + Words.seconds(age.get()) + " ago, and has "
                        + target.patience() + " for it")
                : notSynchronised(text);
    }

    private static Stop notSynchronised(String text) {
        return new Stop.Sick(FailureKind.NOT_SYNCHRONISED, text);
    }

    private static String sources(ClockReport report) {
        return report.sources().isEmpty()
                ? "; it has no source"
                : "; its sources: "
                        + report.sources().stream().map(ClockSource::text).collect(Collectors.joining(", "));
    }

    /** What the kernel says beside a daemon; nothing if it may not be asked. */
    private Optional<KernelClock> readKernel(Findings findings) {
        try {
            KernelClock state = kernel.read();
            measure(state, findings);
            return Optional.of(state);
        } catch (Stop refused) {
            findings.steps().add(refused::text);
            return Optional.empty();
        }
    }

    private static void measure(KernelClock kernel, Findings findings) {
        findings.measure("max-error", kernel.maxError());
        findings.measure("estimated-error", kernel.estimatedError());
    }

    private String kernelAlone(TimeDaemonTarget target, String before, Findings findings) throws Stop {
        KernelClock state = kernel.read();
        measure(state, findings);
        findings.found("daemon", "none");
        findings.reached(Depth.QUERY);
        if (!state.isSynchronised()) {
            throw withoutTime(target, before + state.text());
        }
        if (state.maxError() > target.maxRootDistance().microseconds() / 1e6) {
            throw notSynchronised(before + state.text() + ", wanted at most " + target.maxRootDistance());
        }
        return before + state.text();
    }
}
