package upkeep.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import upkeep.base.TimeSpan;
import upkeep.rollout.Course.Decision;
import upkeep.rollout.Look.Finding;
import upkeep.rollout.Look.Phase;
import upkeep.rollout.Look.Result;
import upkeep.rollout.Member.Part;
import upkeep.spec.Rollout.Update;

/** Rollouts in virtual time: what is ordered when, and how they end. */
class CourseTest {

    private static final Update UPDATE = new Update(TimeSpan.ofSeconds(10), true, 1);
    private static final Look WELL = look(Phase.UP, Result.PASSED, 0);
    private static final Look SICK = look(Phase.UP, Result.FAILED, 0);
    private static final Look UNKNOWN = look(Phase.UP, Result.UNKNOWN, 0);
    private static final Look STARTING = new Look(Phase.STARTING, 0, List.of(), "");
    private static final Look DOWN = new Look(Phase.STOPPED, 0, List.of(), "");
    private static final Look FAILED = new Look(Phase.FAILED, 0, List.of(), "");

    private static Look look(Phase phase, Result result, long restarts) {
        return new Look(phase, restarts, List.of(new Finding("readiness", 3, result, result.name())), "");
    }

    /** A rollout that is carried out second by second; what a member is like depends on which unit it runs. */
    private static final class Scene {
        private final Map<String, Look> earlier = new TreeMap<>();
        private final Map<String, Look> newer = new TreeMap<>();
        private final Map<String, String> faults = new TreeMap<>();
        private final Set<String> resting = new TreeSet<>();
        private final Set<String> moved = new TreeSet<>();
        private final List<String> story = new ArrayList<>();
        private Course course;
        private int second;

        Scene(List<Member> members) {
            this(members, Optional.empty());
        }

        Scene(List<Member> members, Optional<TimeSpan> canary) {
            course = Course.of(members, canary);
            members.forEach(member -> {
                earlier.put(member.name(), WELL);
                newer.put(member.name(), WELL);
                if (member.part() == Part.MOVED) {
                    moved.add(member.name());
                }
            });
        }

        /** Goes on for so many seconds, or to the end. */
        Scene run(int seconds) {
            for (int end = second + seconds; second < end; second++) {
                Map<String, Look> looks = new TreeMap<>(earlier);
                moved.forEach(name -> looks.put(name, newer.getOrDefault(name, WELL)));
                Duration now = Duration.ofSeconds(second);
                Decision decision = course.decide(now, looks);
                if (decision.order().isPresent()) {
                    Order order = decision.order().get();
                    switch (order) {
                        case Order.Move move -> {
                            moved.addAll(move.names());
                            story.add(second + " move " + String.join(",", move.names()));
                        }
                        case Order.Return back -> {
                            moved.removeAll(back.names());
                            story.add(second + " return " + String.join(",", back.names()));
                        }
                    }
                    decision = decision.next().carriedOut(order, now, faults, resting);
                }
                course = decision.next();
                if (decision.end().isPresent()) {
                    story.add(second + " " + text(decision.end().get()));
                    return this;
                }
            }
            return this;
        }

        private static String text(End end) {
            return switch (end) {
                case End.Done _ -> "done";
                case End.Returned(End.Failure cause) -> "returned for " + cause;
                case End.Left(End.Failure cause) -> "left for " + cause;
                case End.Stopped(List<String> left) -> "stopped before " + String.join(",", left);
                case End.Stuck(End.Failure cause, End.Failure next) -> "stuck for " + cause + " and " + next;
            };
        }

        void tells(String... lines) {
            assertEquals(List.of(lines), story);
        }
    }

    private static List<Member> web(int count, Update update) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Member("web@" + number, "web", update, TimeSpan.ofSeconds(30), Part.RESTARTED))
                .toList();
    }

    private static Scene scene(int count) {
        return new Scene(web(count, UPDATE));
    }

    @Test
    void oneAfterTheOtherEachOnceTheOneBeforeHasProvenItself() {
        scene(3).run(100).tells("0 move web@1", "11 move web@2", "22 move web@3", "33 done");
    }

    @Test
    void asManyAtOnceAsMayBeOutOfService() {
        new Scene(web(5, new Update(TimeSpan.ofSeconds(10), true, 2)))
                .run(100)
                .tells("0 move web@1,web@2", "11 move web@3,web@4", "22 move web@5", "33 done");
    }

    @Test
    void theTimeCountsFromWhenItIsWell() {
        Scene scene = scene(1);
        scene.newer.put("web@1", STARTING);
        scene.run(20);
        scene.newer.put("web@1", WELL);
        scene.run(100).tells("0 move web@1", "30 done");
    }

    @Test
    void oneThatIsNeverWellGoesBackAndNoOtherIsTouched() {
        Scene scene = scene(3);
        scene.newer.put("web@1", SICK);
        scene.run(100)
                .tells(
                        "0 move web@1",
                        "30 return web@1",
                        "41 returned for web@1: it is not well 30s after its restart: readiness: FAILED");
    }

    @Test
    void oneThatTurnsSickWhileItIsWatchedGoesBackAtTheThreshold() {
        Scene scene = scene(1);
        scene.run(5);
        scene.newer.put("web@1", SICK);
        scene.run(100).tells("0 move web@1", "7 return web@1", "18 returned for web@1: readiness: FAILED");
    }

    @Test
    void aSingleFailureIsNoFault() {
        Scene scene = scene(1);
        scene.run(5);
        scene.newer.put("web@1", SICK);
        scene.run(2);
        scene.newer.put("web@1", WELL);
        scene.run(100).tells("0 move web@1", "11 done");
    }

    @Test
    void aFailureInTheLastMomentIsWaitedFor() {
        Scene scene = scene(1);
        scene.run(11);
        scene.newer.put("web@1", SICK);
        scene.run(1);
        scene.newer.put("web@1", WELL);
        scene.run(100).tells("0 move web@1", "12 done");
    }

    @Test
    void whatCannotBeProbedIsNoFailureButNoProofEither() {
        Scene scene = scene(1);
        scene.run(5);
        scene.newer.put("web@1", UNKNOWN);
        scene.run(100)
                .tells(
                        "0 move web@1",
                        "41 return web@1",
                        "52 returned for web@1: it cannot be verified: readiness: UNKNOWN");
    }

    @Test
    void aUnitThatFailsOrIsRestartedBySystemdIsAFault() {
        Scene failed = scene(1);
        failed.newer.put("web@1", FAILED);
        failed.run(100).tells("0 move web@1", "1 return web@1", "12 returned for web@1: its unit has failed");
        Scene restarted = scene(1);
        restarted.newer.put("web@1", look(Phase.UP, Result.PASSED, 1));
        restarted
                .run(100)
                .tells("0 move web@1", "1 return web@1", "12 returned for web@1: it ended, and systemd restarted it");
    }

    @Test
    void aRestartThatFailsIsAFault() {
        Scene scene = scene(3);
        scene.faults.put("web@1", "restart web@1.service: failed");
        scene.run(1);
        scene.faults.clear();
        scene.run(100).tells("0 move web@1", "1 return web@1", "12 returned for web@1: restart web@1.service: failed");
    }

    @Test
    void whatHadProvenItselfGoesBackTooOneByOne() {
        Scene scene = scene(3);
        scene.newer.put("web@3", FAILED);
        scene.run(100)
                .tells(
                        "0 move web@1",
                        "11 move web@2",
                        "22 move web@3",
                        "23 return web@3",
                        "34 return web@2",
                        "45 return web@1",
                        "56 returned for web@3: its unit has failed");
    }

    @Test
    void whatHadProvenItselfIsWatchedOnUntilItsSetIsDone() {
        Scene scene = scene(2);
        scene.run(15);
        scene.newer.put("web@1", FAILED);
        scene.run(100)
                .tells(
                        "0 move web@1",
                        "11 move web@2",
                        "15 return web@1,web@2",
                        "26 returned for web@1: its unit has failed");
    }

    @Test
    void ifTheVersionOfBeforeIsNotWellEitherNothingMoreIsDone() {
        Scene scene = scene(3);
        scene.newer.put("web@2", FAILED);
        scene.run(12);
        scene.earlier.put("web@2", SICK);
        scene.run(100)
                .tells(
                        "0 move web@1",
                        "11 move web@2",
                        "12 return web@2",
                        "42 stuck for web@2: its unit has failed and web@2: it is not well 30s after its restart:"
                                + " readiness: FAILED");
    }

    @Test
    void withoutRollbackItIsLeftAtThat() {
        Scene scene = new Scene(web(2, new Update(TimeSpan.ofSeconds(10), false, 1)));
        scene.newer.put("web@1", FAILED);
        scene.run(100).tells("0 move web@1", "1 left for web@1: its unit has failed");
    }

    @Test
    void thoseThatAreOutOfServiceAnywayComeFirst() {
        Scene scene = scene(3);
        scene.earlier.put("web@3", SICK);
        scene.run(100).tells("0 move web@3", "11 move web@1", "22 move web@2", "33 done");
    }

    @Test
    void nobodyIsTakenOutWhileAnotherIsAway() {
        Scene scene = scene(3);
        scene.run(2);
        scene.earlier.put("web@2", SICK);
        scene.earlier.put("web@3", SICK);
        scene.run(100).tells("0 move web@1", "11 move web@2", "22 move web@3", "33 done");
    }

    @Test
    void whatTheOperatorHasStoppedIsLeftSo() {
        Scene scene = scene(2);
        scene.earlier.put("web@2", DOWN);
        scene.newer.put("web@2", DOWN);
        scene.resting.add("web@2");
        scene.run(100).tells("0 move web@2", "1 move web@1", "12 done");
    }

    @Test
    void whatARunThatWasCutOffHasMovedIsProvenFirst() {
        List<Member> members = List.of(
                new Member("web@1", "web", UPDATE, TimeSpan.ofSeconds(30), Part.MOVED),
                new Member("web@2", "web", UPDATE, TimeSpan.ofSeconds(30), Part.RESTARTED));
        new Scene(members).run(100).tells("10 move web@2", "21 done");
        Scene scene = new Scene(members);
        scene.newer.put("web@1", FAILED);
        scene.run(100).tells("0 return web@1", "11 returned for web@1: its unit has failed");
    }

    @Test
    void setsAreTakenOneAfterTheOtherAndGoBackTogether() {
        List<Member> members = List.of(
                new Member("db", "db", UPDATE, TimeSpan.ofSeconds(30), Part.RESTARTED),
                new Member("web", "web", UPDATE, TimeSpan.ofSeconds(30), Part.RESTARTED));
        new Scene(members).run(100).tells("0 move db", "11 move web", "22 done");
        Scene scene = new Scene(members);
        scene.newer.put("web", FAILED);
        scene.run(100)
                .tells(
                        "0 move db",
                        "11 move web",
                        "12 return web",
                        "23 return db",
                        "34 returned for web: its unit has failed");
    }

    @Test
    void whoIsAwayIsKnown() {
        Course course = Course.of(web(2, UPDATE), Optional.empty());
        Decision decision = course.decide(Duration.ZERO, Map.of("web@1", WELL, "web@2", WELL));
        assertEquals(Set.of("web@1"), decision.next().away());
        Decision done = decision.next().carriedOut(decision.order().orElseThrow(), Duration.ZERO, Map.of(), Set.of());
        assertEquals(Set.of("web@1"), done.next().away());
    }

    private static final Update LEFT = UPDATE.withoutRollback();

    private static Member one(String name, Part part) {
        return new Member(name, "web", LEFT, TimeSpan.ofSeconds(30), part);
    }

    @Test
    void theFirstOfEachSetGoesAloneAndIsWatchedForLonger() {
        List<Member> members = new ArrayList<>(web(5, new Update(TimeSpan.ofSeconds(10), false, 2)));
        members.add(new Member("db", "db", LEFT, TimeSpan.ofSeconds(30), Part.RESTARTED));
        new Scene(members, Optional.of(TimeSpan.ofSeconds(60)))
                .run(300)
                .tells("0 move web@1", "61 move web@2,web@3", "72 move web@4,web@5", "83 move db", "144 done");
    }

    @Test
    void aCanaryThatTurnsSickLateEndsItAndNoOtherIsTouched() {
        Scene scene = new Scene(web(3, LEFT), Optional.of(TimeSpan.ofSeconds(60)));
        scene.run(50);
        scene.newer.put("web@1", SICK);
        scene.run(100).tells("0 move web@1", "52 left for web@1: readiness: FAILED");
    }

    @Test
    void theNextIsTheCanaryWhereTheFirstIsStopped() {
        Scene scene = new Scene(web(2, LEFT), Optional.of(TimeSpan.ofSeconds(60)));
        scene.earlier.put("web@1", DOWN);
        scene.newer.put("web@1", DOWN);
        scene.resting.add("web@1");
        scene.run(100).tells("0 move web@1", "1 move web@2", "62 done");
    }

    @Test
    void whoeverAsksToStopGetsThoseOnTheirWayProvenAndNoMore() {
        Scene scene = scene(3);
        scene.run(5);
        scene.course = scene.course.stopped();
        scene.run(100).tells("0 move web@1", "11 stopped before web@2,web@3");
        Scene canary = new Scene(web(2, LEFT), Optional.of(TimeSpan.ofSeconds(600)));
        canary.run(30);
        canary.course = canary.course.stopped();
        canary.run(100).tells("0 move web@1", "30 stopped before web@2");
        Scene last = scene(1);
        last.run(5);
        last.course = last.course.stopped();
        last.run(100).tells("0 move web@1", "11 done");
    }

    @Test
    void afterAStopAFaultStillCounts() {
        Scene scene = new Scene(web(2, LEFT));
        scene.run(5);
        scene.course = scene.course.stopped();
        scene.newer.put("web@1", FAILED);
        scene.run(100).tells("0 move web@1", "5 left for web@1: its unit has failed");
    }

    @Test
    void oneThatStandsAsideCountsWhileItIsOutOfService() {
        Scene scene = new Scene(List.of(one("web@1", Part.RESTARTED), one("web@2", Part.ASIDE)));
        scene.earlier.put("web@2", SICK);
        scene.run(20);
        scene.earlier.put("web@2", WELL);
        scene.run(100).tells("20 move web@1", "31 done");
        Scene missing = new Scene(List.of(one("web@1", Part.RESTARTED), one("web@2", Part.ASIDE)));
        missing.earlier.put("web@2", SICK);
        missing.run(100)
                .tells("30 left for web@2: it is out of service, and no more than 1 of web may be: readiness: FAILED");
        Scene stopped = new Scene(List.of(one("web@1", Part.RESTARTED), one("web@2", Part.ASIDE)));
        stopped.earlier.put("web@2", DOWN);
        stopped.run(100).tells("0 move web@1", "11 done");
    }

    @Test
    void whatReloadsIsInServiceAndItsEarlierRestartsAreNoFault() {
        Scene scene = new Scene(List.of(one("web@1", Part.RELOADED), one("web@2", Part.RELOADED)));
        scene.newer.put("web@1", look(Phase.UP, Result.PASSED, 3));
        scene.run(1);
        assertEquals(Set.of(), scene.course.away());
        scene.run(100).tells("0 move web@1", "11 move web@2", "22 done");
        Scene restarted = new Scene(List.of(one("web@1", Part.RELOADED)));
        restarted.newer.put("web@1", look(Phase.UP, Result.PASSED, 3));
        restarted.run(5);
        restarted.newer.put("web@1", look(Phase.UP, Result.PASSED, 4));
        restarted.run(100).tells("0 move web@1", "5 left for web@1: it ended, and systemd restarted it");
    }
}
