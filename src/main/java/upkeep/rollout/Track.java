package upkeep.rollout;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.TimeSpan;
import upkeep.rollout.Look.Finding;
import upkeep.rollout.Look.Phase;
import upkeep.rollout.Look.Result;

/**
 * How far one service has come.
 *
 * @param since when it came to this stage; of one that stands aside, when it was in service last
 * @param canary for how long it is watched in place of the usual time, since it goes before the others of its set
 * @param held since when all its probes have passed; absent before they did once
 * @param streaks how often each probe has failed in a row
 * @param restarts how often systemd had restarted it when it began to be judged; absent before the first look
 */
record Track(
        Member member,
        Stage stage,
        Duration since,
        Optional<TimeSpan> canary,
        Optional<Duration> held,
        Map<String, Integer> streaks,
        Optional<Long> restarts) {

    Track {
        streaks = Collections.unmodifiableMap(new TreeMap<>(streaks));
    }

    /** Where a service is on its way. */
    enum Stage {
        /** It runs its earlier unit, and was not touched. */
        EARLIER,
        /** It is being restarted with its new one. */
        MOVING,
        /** It runs its new unit, and is watched. */
        PROVING,
        /** It has proven itself. */
        PROVEN,
        /** The operator has it stopped: it takes its unit when it is started. */
        RESTING,
        /** It is being restarted with its earlier unit. */
        RETURNING,
        /** It runs its earlier unit again, and is watched. */
        RETURNED,
        /** It runs its earlier unit again, and is well. */
        BACK,
        /** It is not taken. */
        ASIDE
    }

    static Track begin(Member member) {
        Stage stage = switch (member.part()) {
            case RESTARTED, RELOADED -> Stage.EARLIER;
            case MOVED -> Stage.PROVING;
            case ASIDE -> Stage.ASIDE;
        };
        return new Track(member, stage, Duration.ZERO, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
    }

    /** One that was just restarted has been restarted by systemd no time yet. */
    Track at(Stage next, Duration now) {
        Optional<Long> none = member.isReloaded() ? Optional.empty() : Optional.of(0L);
        return new Track(member, next, now, canary, Optional.empty(), Map.of(), none);
    }

    /** The same, for all that was found so far. */
    Track proven(Stage next, Duration now) {
        return new Track(member, next, now, canary, held, streaks, restarts);
    }

    Track watchedFor(Optional<TimeSpan> time) {
        return new Track(member, stage, since, time, held, streaks, restarts);
    }

    boolean is(Stage wanted) {
        return stage == wanted;
    }

    /** Whether it runs its new unit, or might. */
    boolean hasLeft() {
        return switch (stage) {
            case MOVING, PROVING, PROVEN, RESTING -> true;
            case EARLIER, RETURNING, RETURNED, BACK, ASIDE -> false;
        };
    }

    Track seen(Look look, Duration now) {
        Map<String, Integer> next = new TreeMap<>();
        for (Finding finding : look.findings()) {
            int before = streaks.getOrDefault(finding.check(), 0);
            next.put(
                    finding.check(),
                    switch (finding.result()) {
                        case PASSED -> 0;
                        case FAILED -> before + 1;
                        case UNKNOWN -> before;
                    });
        }
        Optional<Duration> well = held.isEmpty() && look.isReady() ? Optional.of(now) : held;
        return new Track(member, stage, since, canary, well, next, Optional.of(restarts.orElse(look.restarts())));
    }

    /** What shows that it does not prove itself, by the look that was seen last. */
    Optional<String> fault(Look look, Duration now) {
        if (look.phase() == Phase.FAILED || look.phase() == Phase.STOPPED) {
            return Optional.of(look.text());
        }
        if (look.restarts() > restarts.orElse(0L)) {
            return Optional.of("it ended, and systemd restarted it");
        }
        Duration patience = member.startTimeout().toDuration();
        if (held.isEmpty()) {
            return isOver(since, patience, now)
                    ? Optional.of("it is not well " + member.startTimeout() + " after its "
                            + (member.isReloaded() ? "reload" : "restart") + ": " + look.text())
                    : Optional.empty();
        }
        Optional<String> failed = look.findings().stream()
                .filter(it -> it.result() == Result.FAILED && streaks.getOrDefault(it.check(), 0) >= it.failures())
                .map(it -> it.check() + ": " + it.text())
                .findFirst();
        boolean isEndless = stage != Stage.PROVEN && isOver(held.get(), verify().plus(patience), now);
        return failed.or(() -> isEndless ? Optional.of("it cannot be verified: " + look.text()) : Optional.empty());
    }

    boolean isProven(Look look, Duration now) {
        return held.isPresent() && isOver(held.get(), verify(), now) && look.isReady();
    }

    private Duration verify() {
        return canary.orElse(member.update().verify()).toDuration();
    }

    /** Whether it stands aside, is not in service, and has had the time of a start to come back. */
    boolean isMissing(Look look, Duration now) {
        boolean isOut = stage == Stage.ASIDE && look.phase() != Phase.STOPPED && !look.isReady();
        return isOut && isOver(since, member.startTimeout().toDuration(), now);
    }

    private static boolean isOver(Duration from, Duration length, Duration now) {
        return now.minus(from).compareTo(length) >= 0;
    }
}
