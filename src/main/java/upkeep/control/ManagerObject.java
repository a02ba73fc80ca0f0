package upkeep.control;

import static upkeep.control.GuardedCalls.badLength;
import static upkeep.control.GuardedCalls.badName;
import static upkeep.control.GuardedCalls.badReason;
import static upkeep.control.GuardedCalls.cut;
import static upkeep.control.GuardedCalls.isBad;
import static upkeep.control.GuardedCalls.isLong;
import static upkeep.control.GuardedCalls.shown;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.UInt32;
import upkeep.base.TimeSpan;

/** The object on the bus: bounds what it is given, asks who wants it, and hands the rest to the service. */
final class ManagerObject implements ManagerInterface {

    static final String OPERATE = "org.upkeep1.operate";
    static final String RELOAD = "org.upkeep1.reload";

    private static final int MOST_NAMES = 1_000;
    private static final long MOST_EVENTS = 10_000;
    private static final TimeSpan LONGEST_HOLD = TimeSpan.ofSeconds(366L * 86_400);
    private static final TimeSpan LONGEST_PAST = TimeSpan.ofSeconds(400L * 86_400);
    private static final String BEYOND = "a hold must end within a year\n  hint: systemctl stop keeps a service down";

    private final String version;
    private final ControlService service;
    private final GuardedCalls calls;
    private final Clock clock;

    ManagerObject(String version, ControlService service, GuardedCalls calls, Clock clock) {
        this.version = version;
        this.service = service;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public String getObjectPath() {
        return ControlServer.PATH;
    }

    @Override
    public String getVersion() {
        return version;
    }

    @Override
    public Reply<Integer, String, String> status(List<String> names, boolean json) {
        if (names.size() > MOST_NAMES || names.stream().anyMatch(GuardedCalls::isLong)) {
            return Reply.of(Answer.misused("cannot tell the status: too many names, or too long ones"));
        }
        List<String> asked = List.copyOf(names);
        return calls.run("tell the status", () -> service.status(asked, json));
    }

    @Override
    public Reply<Integer, String, String> glance() {
        return calls.run("tell the status", service::glance);
    }

    @Override
    public Reply<Integer, String, String> why(String name, String at, boolean json) {
        String doing = "explain " + shown(name);
        if (isBad(name)) {
            return Reply.of(badName(doing));
        }
        Optional<Instant> time = at.isEmpty() ? Optional.empty() : Times.parse(at, clock.instant(), clock.getZone());
        if (!at.isEmpty() && time.isEmpty()) {
            return Reply.of(Answer.misused("cannot " + doing + ": \"" + shown(at)
                    + "\" is no time\n  hint: 14:05, 14:05:30, 2026-11-22 14:05 or 2026-11-22T14:05:00Z"));
        }
        return calls.run(doing, () -> service.why(name, time, json));
    }

    @Override
    public Reply<Integer, String, String> events(String name, UInt32 limit, boolean json) {
        if (isLong(name)) {
            return Reply.of(badName("list events"));
        }
        long wanted = limit.longValue();
        if (wanted < 1 || wanted > MOST_EVENTS) {
            return Reply.of(
                    Answer.misused("cannot list " + wanted + " events: 1 to " + MOST_EVENTS + " can be listed"));
        }
        return calls.run("list events", () -> service.events(name, (int) wanted, json));
    }

    @Override
    public Reply<Integer, String, String> availability(List<String> names, String since, boolean json) {
        String doing = "tell the availability";
        if (names.size() > MOST_NAMES || names.stream().anyMatch(GuardedCalls::isLong)) {
            return Reply.of(Answer.misused("cannot " + doing + ": too many names, or too long ones"));
        }
        Optional<Answer> wrong = badLength(doing, since, LONGEST_PAST, "what is longer ago is not known any more");
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        List<String> asked = List.copyOf(names);
        TimeSpan length = TimeSpan.parse(since).orElseThrow();
        return calls.run(doing, () -> service.availability(asked, length, json));
    }

    @Override
    public Reply<Integer, String, String> check(String name, String word) {
        String doing = "check " + shown(name);
        Optional<CheckForm> form = CheckForm.of(word);
        if (form.isEmpty()) {
            return Reply.of(Answer.misused("cannot " + doing + ": there is no form \"" + shown(word)
                    + "\"\n  hint: the forms are " + CheckForm.words()));
        }
        Answer answer = isBad(name) ? badName(doing) : cut(calls.answer(doing, () -> service.check(name, form.get())));
        return Reply.of(form.get().refusal(answer));
    }

    @Override
    public Reply<Integer, String, String> hold(String name, String duration, String reason) {
        String doing = "hold " + shown(name);
        if (isBad(name)) {
            return Reply.of(badName(doing));
        }
        Optional<Answer> wrong =
                badLength(doing, duration, LONGEST_HOLD, BEYOND).or(() -> badReason(doing, reason));
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        TimeSpan length = TimeSpan.parse(duration).orElseThrow();
        return calls.guarded(doing, OPERATE, Map.of("service", name), by -> service.hold(name, length, reason, by));
    }

    @Override
    public Reply<Integer, String, String> release(String name) {
        String doing = "release " + shown(name);
        return isBad(name)
                ? Reply.of(badName(doing))
                : calls.guarded(doing, OPERATE, Map.of("service", name), by -> service.release(name, by));
    }

    @Override
    public Reply<Integer, String, String> handsOff(String duration, String reason) {
        String doing = "keep hands off";
        Optional<Answer> wrong =
                badLength(doing, duration, LONGEST_HOLD, BEYOND).or(() -> badReason(doing, reason));
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        TimeSpan length = TimeSpan.parse(duration).orElseThrow();
        return calls.guarded(doing, OPERATE, Map.of(), by -> service.handsOff(length, reason, by));
    }

    @Override
    public Reply<Integer, String, String> handsOn() {
        return calls.guarded("act again", OPERATE, Map.of(), service::handsOn);
    }

    @Override
    public Reply<Integer, String, String> accept(String name) {
        String doing = "accept what " + shown(name) + " found";
        return isBad(name)
                ? Reply.of(badName(doing))
                : calls.guarded(doing, OPERATE, Map.of("check", name), by -> service.accept(name, by));
    }

    @Override
    public Reply<Integer, String, String> reload() {
        return calls.guarded("reload", RELOAD, Map.of(), service::reload);
    }
}
