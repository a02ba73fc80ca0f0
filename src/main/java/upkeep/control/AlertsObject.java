package upkeep.control;

import static upkeep.control.GuardedCalls.badLength;
import static upkeep.control.GuardedCalls.badName;
import static upkeep.control.GuardedCalls.badReason;
import static upkeep.control.GuardedCalls.isBad;
import static upkeep.control.GuardedCalls.isLong;
import static upkeep.control.GuardedCalls.shown;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.freedesktop.dbus.types.UInt64;
import upkeep.base.Severity;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertMatch;

/** The object of alerts on the bus. */
final class AlertsObject implements AlertsInterface {

    private static final int MOST_SUBJECTS = 100;
    private static final TimeSpan LONGEST = TimeSpan.ofSeconds(31L * 86_400);
    private static final String BEYOND =
            "it must end within 31 days\n  hint: what is never to be told belongs into the routes of the spec";

    private final AlertService service;
    private final GuardedCalls calls;

    AlertsObject(AlertService service, GuardedCalls calls) {
        this.service = service;
        this.calls = calls;
    }

    @Override
    public String getObjectPath() {
        return ControlServer.ALERTS_PATH;
    }

    @Override
    public Reply<Integer, String, String> alerts(boolean json) {
        return calls.run("list alerts", () -> service.alerts(json));
    }

    @Override
    public Reply<Integer, String, String> silence(
            List<String> subjects, String target, String severity, String duration, String reason) {
        String doing = "silence alerts";
        if (subjects.size() > MOST_SUBJECTS || subjects.stream().anyMatch(GuardedCalls::isBad) || isLong(target)) {
            return Reply.of(Answer.misused("cannot " + doing + ": too many names, or one that is empty or too long"));
        }
        Optional<Severity> atLeast = Severity.of(severity);
        if (!severity.isEmpty() && atLeast.isEmpty()) {
            String words = Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.joining(", "));
            return Reply.of(Answer.misused(
                    "cannot " + doing + ": \"" + shown(severity) + "\" is no severity\n  hint: one of " + words));
        }
        Optional<Answer> wrong = badLength(doing, duration, LONGEST, BEYOND).or(() -> badReason(doing, reason));
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        Set<String> targets = target.isEmpty() ? Set.of() : Set.of(target);
        AlertMatch match = new AlertMatch(subjects, targets, Set.of(), atLeast);
        TimeSpan length = TimeSpan.parse(duration).orElseThrow();
        return calls.guarded(doing, ManagerObject.OPERATE, Map.of(), by -> service.silence(match, length, reason, by));
    }

    @Override
    public Reply<Integer, String, String> unsilence(UInt64 number) {
        String doing = "end the silence " + number;
        return calls.guarded(doing, ManagerObject.OPERATE, Map.of(), by -> service.unsilence(number.longValue(), by));
    }

    @Override
    public Reply<Integer, String, String> acknowledge(String name, String duration, String reason) {
        String doing = "acknowledge what is wrong with " + shown(name);
        if (isBad(name)) {
            return Reply.of(badName(doing));
        }
        Optional<Answer> wrong = badLength(doing, duration, LONGEST, BEYOND).or(() -> badReason(doing, reason));
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        TimeSpan length = TimeSpan.parse(duration).orElseThrow();
        return calls.guarded(
                doing,
                ManagerObject.OPERATE,
                Map.of("service", name),
                by -> service.acknowledge(name, length, reason, by));
    }

    @Override
    public Reply<Integer, String, String> test(String receiver) {
        String doing = "test alerts";
        return isLong(receiver)
                ? Reply.of(badName(doing))
                : calls.guarded(doing, ManagerObject.OPERATE, Map.of(), by -> service.test(receiver, by));
    }
}
