package upkeep.control;

import static upkeep.control.GuardedCalls.badName;
import static upkeep.control.GuardedCalls.badReason;
import static upkeep.control.GuardedCalls.isBad;
import static upkeep.control.GuardedCalls.shown;

import java.time.Duration;
import java.util.Optional;

/** What jobs tell, on the bus: bounds it, and finds out who tells; the specs say who may. */
final class HeartbeatsObject implements HeartbeatsInterface {

    private static final int MOST_STATUS = 255;
    private static final double MOST_SECONDS = 366.0 * 86_400;

    private final HeartbeatService service;
    private final GuardedCalls calls;

    HeartbeatsObject(HeartbeatService service, GuardedCalls calls) {
        this.service = service;
        this.calls = calls;
    }

    @Override
    public String getObjectPath() {
        return ControlServer.HEARTBEATS_PATH;
    }

    @Override
    public Reply<Integer, String, String> begin(String name) {
        String doing = "tell of the job " + shown(name);
        return isBad(name) ? Reply.of(badName(doing)) : calls.identified(doing, by -> service.begin(name, by));
    }

    @Override
    public Reply<Integer, String, String> end(String name, int status, double seconds, String note) {
        String doing = "tell of the job " + shown(name);
        if (isBad(name)) {
            return Reply.of(badName(doing));
        }
        if (status < 0 || status > MOST_STATUS) {
            return Reply.of(Answer.misused("cannot " + doing + ": an exit status is 0 to " + MOST_STATUS));
        }
        Optional<Answer> wrong = badReason(doing, note);
        if (wrong.isPresent()) {
            return Reply.of(wrong.get());
        }
        Optional<Duration> took = seconds >= 0 && seconds <= MOST_SECONDS
                ? Optional.of(Duration.ofMillis((long) (seconds * 1_000)))
                : Optional.empty();
        return calls.identified(doing, by -> service.end(name, status, took, note, by));
    }
}
