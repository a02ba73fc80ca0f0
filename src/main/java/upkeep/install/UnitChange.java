package upkeep.install;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.unit.UnitFile;

/**
 * What becomes different about a unit that was there before.
 *
 * @param directives the keys whose values differ; empty if that cannot be told
 */
public record UnitChange(UnitName unit, SortedSet<String> directives) {

    /**
     * What systemd sets anew in the control group of a running unit at each daemon-reload, see systemd.resource-control(5).
     * {@code LiveLimitsLabTest} holds this to be so.
     */
    private static final Set<String> SET_AT_ONCE = Set.of(
            "AllowedCPUs",
            "AllowedMemoryNodes",
            "CPUQuota",
            "CPUQuotaPeriodSec",
            "CPUWeight",
            "IODeviceLatencyTargetSec",
            "IODeviceWeight",
            "IOReadBandwidthMax",
            "IOReadIOPSMax",
            "IOWeight",
            "IOWriteBandwidthMax",
            "IOWriteIOPSMax",
            "IPAddressAllow",
            "IPAddressDeny",
            "MemoryHigh",
            "MemoryLow",
            "MemoryMax",
            "MemoryMin",
            "MemorySwapMax",
            "MemoryZSwapMax",
            "StartupCPUWeight",
            "StartupIOWeight",
            "TasksMax");

    /** What concerns systemd alone and not the process that runs: it goes by the new value from the daemon-reload on. */
    private static final Set<String> FOR_SYSTEMD = Set.of(
            "After",
            "Before",
            "Description",
            "Documentation",
            "ExecReload",
            "ExecStop",
            "ExecStopPost",
            "FinalKillSignal",
            "KillMode",
            "KillSignal",
            "OnFailure",
            "OnSuccess",
            "PartOf",
            "Restart",
            "RestartForceExitStatus",
            "RestartKillSignal",
            "RestartMaxDelaySec",
            "RestartMode",
            "RestartPreventExitStatus",
            "RestartSec",
            "RestartSteps",
            "SendSIGHUP",
            "SendSIGKILL",
            "StartLimitBurst",
            "StartLimitIntervalSec",
            "SuccessExitStatus",
            "TimeoutAbortSec",
            "TimeoutStartFailureMode",
            "TimeoutStartSec",
            "TimeoutStopFailureMode",
            "TimeoutStopSec");

    /**
     * Types of units that have no process, and of which systemd goes by all that is new from the daemon-reload on.
     * {@code KindsLabTest} holds this to be so.
     */
    private static final Set<String> WITHOUT_PROCESS = Set.of("timer", "path", "slice");

    public UnitChange {
        directives = Collections.unmodifiableSortedSet(new TreeSet<>(directives));
    }

    /** Of the files that define the unit, as they are and as they become. */
    static UnitChange of(UnitName unit, List<FileChange> files) {
        SortedSet<String> directives = new TreeSet<>();
        for (FileChange file : files) {
            Optional<SortedSet<String>> differing = differing(file);
            if (differing.isEmpty()) {
                return new UnitChange(unit, new TreeSet<>());
            }
            directives.addAll(differing.get());
        }
        return new UnitChange(unit, directives);
    }

    private static Optional<SortedSet<String>> differing(FileChange file) {
        Optional<UnitFile> before =
                UnitFile.parse(file.path(), file.beforeText()).value();
        Optional<UnitFile> after = UnitFile.parse(file.path(), file.afterText()).value();
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> from = values(before.get());
        Map<String, List<String>> to = values(after.get());
        SortedSet<String> keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        keys.removeIf(key -> from.getOrDefault(key, List.of()).equals(to.getOrDefault(key, List.of())));
        SortedSet<String> names = new TreeSet<>();
        keys.forEach(key -> names.add(key.substring(key.indexOf('.') + 1)));
        return Optional.of(names);
    }

    /** The values of all directives but those of [Install], in order. */
    private static Map<String, List<String>> values(UnitFile file) {
        Map<String, List<String>> values = new TreeMap<>();
        for (UnitFile.Assignment assignment : file.assignments()) {
            if (!assignment.section().equals("Install")) {
                values.computeIfAbsent(assignment.section() + "." + assignment.key(), _ -> new ArrayList<>())
                        .add(assignment.value());
            }
        }
        return values;
    }

    /** Whether the unit need not be restarted for it: a daemon-reload brings it about. */
    public boolean isLive() {
        boolean harmless = !directives.isEmpty()
                && directives.stream()
                        .allMatch(key -> SET_AT_ONCE.contains(key) || FOR_SYSTEMD.contains(key) || isOfStarts(key));
        return harmless || WITHOUT_PROCESS.contains(unit.type());
    }

    /** Conditions and assertions are looked at before the next start. */
    private static boolean isOfStarts(String key) {
        return key.startsWith("Condition") || key.startsWith("Assert");
    }

    /** The directives as people write them: {@code ExecStart=, User=}. */
    public String text() {
        return directives.isEmpty() ? "its text" : String.join("=, ", directives) + "=";
    }
}
