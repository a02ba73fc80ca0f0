package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.core.Entry.Kind;

/** Takes in what holds for the machine as a whole; its subject in the ledger is the empty name. */
final class HostFolding {

    private static final String SUBJECT = "";

    private HostFolding() {}

    static void seen(Step step, HostFacts facts) {
        HostFacts before = step.host.facts();
        step.host = step.host.facts(facts);
        if (!facts.zone().equals(before.zone())) {
            step.index.checks().forEach(check -> Pacing.again(step, check));
        }
        packages(step, before.packages(), facts.packages());
        pressure(step, facts);
        guard(step, facts.guard());
        resolver(step, facts.resolver());
    }

    private static void packages(Step step, boolean before, boolean now) {
        if (before == now) {
            return;
        }
        if (now) {
            step.host = step.host.packages(Optional.of(step.now), Optional.empty());
            note(step, "packages are being installed or removed; until they are, units are left to their scripts");
        } else {
            step.host = step.host.packages(Optional.empty(), Optional.of(step.now));
            note(
                    step,
                    "packages are done; in " + HostState.PACKAGES_SETTLE.toSeconds()
                            + " s it is looked at whether all is up again that was up");
        }
    }

    private static void pressure(Step step, HostFacts facts) {
        boolean was = step.host.pressureSince().isPresent();
        boolean high = facts.pressure().filter(it -> it.isHigh(was)).isPresent();
        if (high == was) {
            return;
        }
        if (high) {
            step.host = step.host.pressureSince(Optional.of(step.now));
            HostFacts.Pressure pressure = facts.pressure().orElseThrow();
            String what = "the machine is short of resources: tasks waited " + Math.round(pressure.cpuSome())
                    + " % of the time for the processor, " + Math.round(pressure.memoryFull()) + " % for memory, "
                    + Math.round(pressure.ioFull()) + " % for disks; probes get twice the time, and for "
                    + Humane.duration(Evaluation.PANIC) + " none restarts anything";
            Incidents.open(step, IncidentKey.PRESSURE, Severity.WARNING, what, List.of(), Map.of());
        } else {
            step.host = step.host.pressureSince(Optional.empty());
            Incidents.resolve(step, IncidentKey.PRESSURE, "resources are there again", List.of());
        }
    }

    private static void guard(Step step, Optional<String> fault) {
        if (fault.isPresent()) {
            String what = "upkeepd cannot trust its own probes, so a failed one counts as unknown: " + fault.get();
            Incidents.open(step, IncidentKey.GUARD, Severity.ERROR, what, List.of(), Map.of());
        } else {
            Incidents.resolve(step, IncidentKey.GUARD, "its own probes can be trusted again", List.of());
        }
    }

    private static void resolver(Step step, Optional<String> fault) {
        if (fault.isPresent()) {
            String what = "names cannot be looked up, so what is probed by name is unknown: " + fault.get();
            Incidents.open(step, IncidentKey.RESOLVER, Severity.ERROR, what, List.of(), Map.of());
        } else {
            Incidents.resolve(step, IncidentKey.RESOLVER, "names can be looked up again", List.of());
        }
    }

    static void ledger(Step step, Optional<String> fault) {
        if (fault.isPresent()) {
            String what = "the ledger fails, and supervision goes on: " + fault.get();
            Incidents.open(step, IncidentKey.LEDGER, Severity.ERROR, what, List.of(), Map.of());
        } else {
            Incidents.resolve(step, IncidentKey.LEDGER, "the ledger can be written again", List.of());
        }
    }

    static void receiver(Step step, String receiver, Optional<String> fault) {
        String key = IncidentKey.ofReceiver(receiver);
        if (fault.isPresent()) {
            String what = receiver + " cannot be told, which is tried again until it can: " + fault.get();
            Incidents.open(step, key, Severity.ERROR, what, List.of(), Map.of());
        } else {
            Incidents.resolve(step, key, receiver + " can be told again", List.of());
        }
    }

    static void panic(Step step, int bad, int probed) {
        step.host = step.host.panicSince(Optional.of(step.now));
        String text = bad + " of " + probed + " probed services turned bad within 30 s: the fault is likely elsewhere"
                + " (network, resolver, this host); for 5 min no probe restarts anything, then one service a minute is tried";
        Incidents.open(step, IncidentKey.PANIC, Severity.CRITICAL, text, List.of(), Map.of());
    }

    static void calm(Step step) {
        step.host = step.host.panicSince(Optional.empty());
        Incidents.resolve(step, IncidentKey.PANIC, "most services are well again; probes count again", List.of());
    }

    /** A service was restarted on a probe's word. */
    static void restarted(Step step, String service) {
        Map<String, Moment> recent = new TreeMap<>();
        step.host.restarts().forEach((name, at) -> {
            if (step.now.since(at).compareTo(Evaluation.HOST_WINDOW) < 0 || Peers.waitFor(step, name, at)) {
                recent.put(name, at);
            }
        });
        recent.put(service, step.now);
        step.host = step.host.restarts(recent);
    }

    /** Writes an entry about upkeepd or the machine. */
    static long note(Step step, String text) {
        return step.record(Kind.DAEMON, SUBJECT, text, List.of(), Optional.empty(), Map.of());
    }
}
