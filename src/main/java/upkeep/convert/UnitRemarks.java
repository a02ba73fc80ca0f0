package upkeep.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.unit.UnitFile;

/** What is said of a unit above its entry: what it is, where its files are, and what systemd does for it already. */
final class UnitRemarks {

    /** Directives with which systemd itself keeps a unit running, and within bounds; by section. */
    private static final List<Group> TOLD = List.of(
            new Group("Service", List.of("Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec")),
            new Group("Unit", List.of("StartLimitIntervalSec", "StartLimitBurst", "OnFailure")),
            new Group("Service", List.of("WatchdogSec", "TimeoutStartSec", "RuntimeMaxSec", "OOMPolicy")),
            new Group("Service", List.of("MemoryMax", "MemoryHigh", "CPUQuota", "TasksMax", "LimitNOFILE")));

    private record Group(String section, List<String> keys) {
        String of(UnitFile settings) {
            return keys.stream()
                    .flatMap(key -> settings.value(section, key).map(value -> key + "=" + value).stream())
                    .collect(Collectors.joining(", "));
        }
    }

    private UnitRemarks() {}

    static List<String> of(UnitFacts facts) {
        List<String> remarks = new ArrayList<>();
        String description = facts.property("Description");
        remarks.add(Remark.of(facts.unit()
                + (description.isEmpty() || description.equals(facts.unit().text()) ? "" : ": " + description)));
        String files = Stream.of(facts.property("FragmentPath"), facts.property("DropInPaths"))
                .flatMap(paths -> Stream.of(paths.split(" ", -1)))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(", "));
        if (!files.isEmpty()) {
            remarks.add(Remark.of("It stays as it is, in " + files));
        }
        if (facts.isService()) {
            service(facts, remarks);
        }
        return remarks;
    }

    private static void service(UnitFacts facts, List<String> remarks) {
        List<String> told = TOLD.stream()
                .map(group -> group.of(facts.settings()))
                .filter(line -> !line.isEmpty())
                .toList();
        if (!told.isEmpty()) {
            remarks.add(Remark.of("What systemd does for it, it goes on to do:"));
            told.forEach(line -> remarks.add(Remark.of("  " + line)));
        }
        if (facts.isOneshot()) {
            remarks.add(
                    Remark.of(
                            "It does its work and ends (Type=oneshot). Whether it may be run once more after a failure is not to be"));
            remarks.add(Remark.of(
                    "seen, so that upkeepd only tells of one; without actions: observe it would start it again."));
            trigger(facts)
                    .ifPresent(timer ->
                            remarks.add(Remark.of("Whether it is run at all, its timer tells: upkeep adopt " + timer)));
        } else if (facts.property("Restart").equals("no")) {
            remarks.add(Remark.of(
                    "systemd does not start it again by itself (Restart=no); upkeepd does, after a failure."));
        }
    }

    private static Optional<String> trigger(UnitFacts facts) {
        return Stream.of(facts.property("TriggeredBy").split(" ", -1))
                .filter(unit -> unit.endsWith(".timer"))
                .findFirst();
    }
}
