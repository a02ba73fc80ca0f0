package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Service.Directive;

/** What else the unit says that upkeep-gate(8) must live with: directives handed on verbatim, the stop, and the user. */
final class GateUnit {

    /** A folder or picture in place of the root: upkeep-gate is not in there. */
    private static final Set<String> OTHER_ROOTS = Set.of("RootDirectory", "RootImage");

    /** By each of these the helper may be alive while the unit starts or stops. */
    private static final Set<String> OUTLIVED =
            Set.of("ExecStop", "KillMode", "KillSignal", "RestartKillSignal", "ExecStartPost");

    private static final Set<String> START_TIMEOUTS = Set.of("TimeoutStartSec", "TimeoutSec");
    private static final Pattern YES = Pattern.compile("(?i)1|y|yes|t|true|on");

    /** The helper lets it pass, since servers that hang up send it. */
    private static final String IGNORED = "PIPE";

    /** A directive, and what the spec calls it. */
    private record Said(String name, String key, String value, SourcePos position) {}

    private final List<Said> directives;
    private final Fields fields;
    private final Report report;

    /**
     * @param directives what stands under {@code unit:}
     * @param set what other keys stand for
     */
    GateUnit(Fields fields, List<Directive> directives, List<SetDirective> set) {
        this.fields = fields;
        this.report = fields.report();
        this.directives = Stream.concat(
                        set.stream()
                                .filter(it -> it.section().equals(DirectiveKey.SERVICE))
                                .map(it -> new Said(it.setting(), it.key(), it.text(), it.position())),
                        directives.stream()
                                .filter(it -> it.section().equals(DirectiveKey.SERVICE))
                                .map(it -> new Said("unit: " + it.key(), it.key(), it.value(), it.position())))
                .toList();
    }

    /** Refuses what would keep a start from ever being ready. */
    void ready(Ready ready, Optional<Execution.Type> type) {
        if (type.equals(Optional.of(Execution.Type.ONESHOT))) {
            report.error(
                    fields.value(ExecutionKeys.TYPE),
                    "cannot use type oneshot with ready: it has ended when it counts as started",
                    "a service that goes on running has another type");
        }
        boolean isUnknown = type.equals(Optional.of(Execution.Type.FORKING)) && fields.lacks(ExecutionKeys.PID_FILE);
        if (isUnknown && ready.probe() instanceof GateProbe.Uptime) {
            report.error(
                    fields.value(ExecutionKeys.TYPE),
                    "cannot use type forking with stays-up: systemd may not know which process is the service",
                    "write pid-file: /run/app.pid, say");
        }
        either(ReadyReader.USE);
        of(START_TIMEOUTS)
                .filter(it -> isTooShort(it.value(), ready.deadline()))
                .forEach(it -> refuse(
                        it,
                        ReadyReader.USE,
                        "systemd must not end it before its deadline of " + ready.deadline(),
                        "write more than " + ready.deadline() + ", or a shorter deadline: under ready:"));
    }

    private static boolean isTooShort(String value, TimeSpan deadline) {
        // To systemd, zero is no limit.
        return TimeSpan.parse(value)
                .filter(timeout -> timeout.microseconds() > 0 && timeout.compareTo(deadline) <= 0)
                .isPresent();
    }

    /**
     * Refuses what would keep the helper from telling systemd, and says whether it must ask for the unit's state before it does.
     *
     * @param position where the watchdog is asked for
     */
    boolean watch(Optional<Execution> execution, SourcePos position) {
        either(WatchReader.USE);
        of(Set.of("NotifyAccess"))
                .filter(it -> !it.value().equals("all"))
                .forEach(it -> refuse(
                        it, WatchReader.USE, "upkeep-gate is no main process, and must be heard", "leave it out"));
        if (hidesUnixSockets()) {
            of(Set.of("RestrictAddressFamilies"))
                    .reduce((_, last) -> last)
                    .ifPresent(it ->
                            refuse(it, WatchReader.USE, "systemd is told over a socket of AF_UNIX", "let it through"));
        }
        Optional<String> outlived = execution
                .flatMap(it -> outlived(it.stop()))
                .or(() -> of(OUTLIVED)
                        .filter(it -> !it.value().isEmpty() && !it.value().equals("control-group"))
                        .map(Said::key)
                        .findFirst());
        boolean isDynamic = execution
                        .filter(it -> it.identity() instanceof Execution.Identity.Dynamic)
                        .isPresent()
                || of(Set.of("DynamicUser"))
                        .anyMatch(it -> YES.matcher(it.value()).matches());
        if (isDynamic && outlived.isPresent()) {
            report.error(
                    position,
                    "cannot use " + WatchReader.USE + " with a dynamic user and " + outlived.get()
                            + ": upkeep-gate must ask whether the unit is active, and the bus answers no such user",
                    "write user: NAME, or leave " + outlived.get() + " out");
        }
        return execution.isEmpty() || outlived.isPresent();
    }

    private static Optional<String> outlived(Execution.Stop stop) {
        return stop.command().isPresent()
                ? Optional.of("stop.exec")
                : Optional.of("stop.signal").filter(_ -> stop.signal().equals(IGNORED));
    }

    private void either(String use) {
        of(OTHER_ROOTS)
                .filter(it -> !it.value().isEmpty() && !it.value().equals("/"))
                .forEach(it -> refuse(it, use, "upkeep-gate is not there", "leave one of them out"));
        of(Set.of("PrivatePIDs"))
                .filter(it -> YES.matcher(it.value()).matches())
                .forEach(it -> refuse(it, use, "upkeep-gate would not see the main process", "leave one of them out"));
        of(Set.of("ExecStartPost"))
                .filter(it -> it.value().isEmpty())
                .forEach(it -> refuse(it, use, "this takes away what is written for it", "leave the \"\" out"));
    }

    /** What systemd makes of all assignments: names that are allowed or, where the first begins with ~, forbidden. */
    private boolean hidesUnixSockets() {
        List<String> values =
                of(Set.of("RestrictAddressFamilies")).map(Said::value).toList();
        List<String> inForce = values.subList(values.lastIndexOf("") + 1, values.size());
        boolean named = inForce.stream()
                .flatMap(value -> Stream.of(value.replaceFirst("^~", "").split("\\s+")))
                .anyMatch(family -> family.equals("AF_UNIX") || family.equals("AF_LOCAL"));
        return !inForce.isEmpty() && named == inForce.getFirst().startsWith("~");
    }

    private Stream<Said> of(Set<String> keys) {
        return directives.stream().filter(it -> keys.contains(it.key()));
    }

    private void refuse(Said directive, String use, String why, String hint) {
        report.error(directive.position(), "cannot use " + directive.name() + " with " + use + ": " + why, hint);
    }
}
