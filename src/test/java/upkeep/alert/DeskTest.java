package upkeep.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.alert.AlertWorld.facts;
import static upkeep.alert.AlertWorld.receiver;
import static upkeep.alert.AlertWorld.route;
import static upkeep.alert.AlertWorld.simple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upkeep.base.Calendar;
import upkeep.base.Severity;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertMatch;
import upkeep.spec.Maintenance;
import upkeep.spec.Receiver;
import upkeep.spec.Urgency;

/** Who is told what when, in virtual time. */
class DeskTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theBeginningIsToldAfterItsDelayAndTheEndAfterTheInterval() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(MINUTE.multipliedBy(2)).close("web").pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING web", "5:30 ops RESOLVED web"), world.told());
        world.signal(new Signal.Looked());
        assertTrue(world.state().cases().isEmpty());
        assertTrue(world.state().groups().isEmpty());
    }

    @Test
    void theEndIsToldAtOnceWhereNothingWasSaidLately() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(MINUTE.multipliedBy(20)).close("web").pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING web", "20:00 ops RESOLVED web"), world.told());
    }

    @Test
    void whatIsOverBeforeItWasToldIsNotTold() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(Duration.ofSeconds(29)).close("web").pass(HOUR);
        assertEquals(List.of(), world.told());
    }

    @Test
    void whatGoesOnIsToldAgain() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(HOUR.multipliedBy(9));
        assertEquals(
                List.of("0:30 ops FIRING web", "240:30 ops REMINDER web", "480:30 ops REMINDER web"), world.told());
    }

    @Test
    void whatGetsLouderIsToldOnce() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(MINUTE).open(facts("web", Severity.CRITICAL)).pass(HOUR);
        world.open(facts("web", Severity.ERROR)).pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING web", "5:30 ops WORSE web"), world.told());
    }

    @Test
    void anAcknowledgementEndsRemindersAndNothingElse() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(MINUTE);
        world.signal(new Signal.Acknowledged(
                "web", new Acknowledgement("alice", world.now().plus(HOUR.multipliedBy(6)), "")));
        world.pass(HOUR.multipliedBy(7));
        assertEquals(List.of("0:30 ops FIRING web", "361:00 ops REMINDER web"), world.told());
        world.signal(new Signal.Acknowledged(
                "web", new Acknowledgement("alice", world.now().plus(HOUR.multipliedBy(6)), "")));
        world.close("web").pass(HOUR);
        assertEquals("421:00 ops RESOLVED web", world.told().getLast());
    }

    @Test
    void aSilenceKeepsBackWhatBeginsAndNotWhatEnds() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("db").pass(MINUTE);
        AlertMatch all = new AlertMatch(List.of("*"), Set.of(), Set.of(), Optional.empty());
        world.signal(new Signal.Silenced(new Silence(1, all, world.now().plus(HOUR), "alice", "move")));
        world.open("web").open("api").pass(MINUTE.multipliedBy(10)).close("db").close("api");
        world.pass(HOUR.multipliedBy(2));
        assertEquals(List.of("0:30 ops FIRING db", "11:00 ops RESOLVED db", "61:00 ops FIRING web"), world.told());
    }

    @Test
    void aSilenceThatIsEndedTellsAtOnce() {
        AlertWorld world = new AlertWorld(simple(20));
        world.signal(
                new Signal.Silenced(new Silence(7, AlertMatch.ANY, world.now().plus(HOUR), "alice", "")));
        world.open("web").pass(MINUTE.multipliedBy(2));
        world.signal(new Signal.Unsilenced(7));
        assertEquals(List.of("2:00 ops FIRING web"), world.told());
    }

    @Test
    void atTheEndOfMaintenanceOneAlertTellsWhatIsStillWrong() {
        Maintenance window = new Maintenance(
                SourcePos.NONE,
                new AlertMatch(List.of("web"), Set.of(), Set.of(), Optional.empty()),
                Calendar.parse("*-*-* 12:00 UTC").orElseThrow(),
                TimeSpan.of(HOUR));
        AlertWorld world = new AlertWorld(simple(20, window));
        world.open("web").open("web@1").open("db").pass(MINUTE.multipliedBy(10));
        world.close("web@1").pass(HOUR.multipliedBy(2));
        assertEquals(List.of("0:30 ops FIRING db", "60:00 ops FIRING web"), world.told());
    }

    @Test
    void sixtyFlipsInAnHourAreTwoMessages() {
        AlertWorld world = new AlertWorld(simple(20));
        for (int i = 0; i < 60; i++) {
            world.open("uplink").pass(Duration.ofSeconds(31)).close("uplink").pass(Duration.ofSeconds(29));
        }
        assertEquals(List.of("0:30 ops FIRING uplink", "5:30 ops UNSTABLE uplink"), world.told());
        world.pass(HOUR.multipliedBy(3));
        assertEquals(3, world.told().size());
        assertEquals("86:00 ops RESOLVED uplink", world.told().getLast());
    }

    @Test
    void whatStaysDownAfterItWasUnstableIsTold() {
        AlertWorld world = new AlertWorld(simple(20));
        for (int i = 0; i < 6; i++) {
            world.open("uplink").pass(Duration.ofSeconds(31)).close("uplink").pass(Duration.ofSeconds(29));
        }
        world.open("uplink").pass(HOUR);
        assertEquals(
                List.of("0:30 ops FIRING uplink", "5:30 ops UNSTABLE uplink", "33:00 ops FIRING uplink"), world.told());
    }

    @Test
    void oneCauseIsOneMessageWithAllThatSuffer() {
        AlertWorld world = new AlertWorld(simple(20));
        String[] children = {
            "app-01", "app-02", "app-03", "app-04", "app-05", "app-06", "app-07", "app-08", "app-09", "app-10",
            "app-11", "app-12"
        };
        world.open("db").pass(Duration.ofSeconds(5)).open("db", children).pass(MINUTE.multipliedBy(10));
        world.close("db").pass(HOUR);
        assertEquals(2, world.messages().size());
        assertEquals(
                12, world.messages().getFirst().lines().getFirst().children().size());
        assertEquals(
                Reason.RESOLVED, world.messages().getLast().lines().getFirst().reason());
    }

    @Test
    void aThousandIncidentsAreAFewMessagesAndNothingCriticalIsLost() {
        AlertWorld world = new AlertWorld(simple(20));
        for (int i = 0; i < 1_000; i++) {
            world.open(facts(String.format("s%03d", i), i % 50 == 49 ? Severity.CRITICAL : Severity.ERROR));
        }
        world.pass(MINUTE);
        Message first = world.messages().getFirst();
        assertEquals(Message.Kind.SUMMARY, first.kind());
        assertEquals(Post.MOST_LINES, first.lines().size());
        assertEquals(950, first.omitted());
        assertEquals(
                20,
                first.lines().stream()
                        .filter(line -> line.severity() == Severity.CRITICAL)
                        .count());
        world.pass(HOUR.multipliedBy(4));
        assertTrue(world.messages().stream()
                        .filter(it -> it.at().isBefore(AlertWorld.BEGIN.plus(HOUR)))
                        .count()
                <= 19);
        assertEquals(
                1_000,
                world.messages().stream()
                        .flatMap(it -> it.lines().stream())
                        .filter(line -> line.reason() == Reason.FIRING)
                        .count());
    }

    @Test
    void theLastOfABudgetIsForPages() {
        AlertWorld world = new AlertWorld(simple(3));
        world.open("a").pass(MINUTE).open("b").pass(MINUTE).open("c").pass(MINUTE);
        assertEquals(List.of("0:30 ops FIRING a", "1:30 ops FIRING b"), world.told());
        world.open(facts("d", Severity.CRITICAL)).pass(MINUTE);
        assertEquals("3:30 ops SUMMARY FIRING d FIRING c", world.told().getLast());
        world.open("e").pass(HOUR);
        assertEquals("61:30 ops FIRING e", world.told().getLast());
    }

    /** Each comes due at a moment of its own: the budget must not be gone before the tenth part of them is told. */
    @Test
    void aThousandInTenSecondsAreToldWithinTheBudgetAndSoon() {
        AlertWorld world = new AlertWorld(simple(100));
        for (int i = 0; i < 1_000; i++) {
            world.open("many-" + i).pass(Duration.ofMillis(10));
        }
        world.pass(MINUTE.multipliedBy(3));
        long told = world.messages().stream()
                .flatMap(message -> message.lines().stream())
                .map(Message.Line::subject)
                .distinct()
                .count();
        assertEquals(1_000, told, world.told()::toString);
        assertTrue(
                world.messages().size() <= 75, () -> world.messages().size() + " messages, half of which are single");
    }

    @Test
    void whatIsGatheredWaitsButNotForAPage() {
        AlertWorld world = new AlertWorld(simple(6));
        for (String subject : List.of("a", "b", "c", "d", "e")) {
            world.open(subject).pass(Duration.ofSeconds(10));
        }
        world.pass(MINUTE.multipliedBy(8));
        assertEquals(List.of("0:30 ops FIRING a", "0:40 ops FIRING b", "0:50 ops FIRING c"), world.told());
        world.open(facts("f", Severity.CRITICAL)).pass(MINUTE);
        assertEquals("9:20 ops SUMMARY FIRING f FIRING d FIRING e", world.told().getLast());
        world.open("g").pass(HOUR);
        assertEquals("19:20 ops FIRING g", world.told().getLast());
    }

    @Test
    void theTreeSaysWhoIsToldAndAllWhoWereToldLearnOfTheEnd() {
        SortedMap<String, Receiver> receivers = new TreeMap<>();
        receivers.put("ops", receiver("ops", 20));
        receivers.put("page", receiver("page", 20));
        receivers.put("shop", receiver("shop", 20));
        AlertMatch critical = new AlertMatch(List.of(), Set.of(), Set.of(), Optional.of(Severity.CRITICAL));
        AlertMatch shop = new AlertMatch(List.of("shop-*"), Set.of(), Set.of(), Optional.empty());
        AlertWorld world = new AlertWorld(AlertWorld.alerting(
                receivers,
                route(
                        AlertMatch.ANY,
                        Set.of("ops"),
                        false,
                        route(critical, Set.of("page"), true),
                        route(shop, Set.of("shop"), false)),
                List.of()));
        world.open("db").open("shop-web@2").pass(MINUTE);
        assertEquals(List.of("0:30 ops FIRING db", "0:30 shop FIRING shop-web@2"), world.told());
        world.open(facts("shop-web@2", Severity.CRITICAL))
                .open(facts("db", Severity.CRITICAL))
                .pass(HOUR);
        world.close("db").close("shop-web@2").pass(HOUR);
        assertEquals(
                List.of(
                        "1:30 page FIRING db",
                        "1:30 page FIRING shop-web@2",
                        "5:30 ops WORSE db",
                        "5:30 shop WORSE shop-web@2",
                        "61:00 ops RESOLVED db",
                        "61:00 page RESOLVED db",
                        "61:00 page RESOLVED shop-web@2",
                        "61:00 shop RESOLVED shop-web@2"),
                world.told().subList(2, 10));
    }

    @Test
    void whoIsNotThereAnyMoreIsToldNothing() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").pass(MINUTE);
        SortedMap<String, Receiver> other = new TreeMap<>();
        other.put("night", receiver("night", 20));
        world.by(AlertWorld.alerting(other, route(AlertMatch.ANY, Set.of("night"), false), List.of()));
        world.pass(MINUTE).close("web").pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING web", "1:30 night FIRING web", "6:30 night RESOLVED web"), world.told());
    }

    @Test
    void afterAStartWhatCameAndWentUnheardIsMadeUpFor() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("web").open("db").pass(MINUTE);
        world.signal(new Signal.AllOpen(
                Map.of("db", facts("db", Severity.ERROR), "api", facts("api", Severity.ERROR)), List.of()));
        world.pass(HOUR);
        assertEquals(
                List.of("1:30 ops FIRING api", "5:30 ops RESOLVED web"),
                world.told().subList(2, 4));
    }

    @Test
    void whatCameAndWentUnheardHasHealedUnlessItWentOnForWhoeverWasTold() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open(numbered("web", 1)).open(numbered("db", 2)).pass(MINUTE);
        List<Facts> passed = List.of(
                numbered("web", 1), numbered("web", 3), numbered("db", 4), numbered("api", 5), numbered("x", 6));
        Signal again = new Signal.AllOpen(Map.of("web", numbered("web", 7), "x", numbered("x", 8)), passed);
        world.signal(again).pass(HOUR).signal(again);
        assertEquals(
                Map.of("db", 1, "api", 1, "x", 1),
                world.state().healed().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().count())));
    }

    private static Facts numbered(String subject, long incident) {
        return new Facts(subject, "", Severity.ERROR, Urgency.NOTICE, "is down", incident, new TreeSet<>(), false);
    }

    @Test
    void whatHealedByItselfIsToldOnceADay() {
        AlertWorld world = new AlertWorld(simple(2));
        world.signal(new Signal.DigestDue(world.now()));
        world.open("web").pass(Duration.ofSeconds(10)).close("web");
        world.open("db").pass(Duration.ofSeconds(10)).close("db");
        world.open("web").pass(Duration.ofSeconds(10)).close("web");
        world.open("x").pass(MINUTE);
        world.signal(new Signal.DigestDue(AlertWorld.BEGIN));
        assertEquals(List.of("1:00 ops FIRING x"), world.told());
        world.pass(HOUR);
        assertEquals("61:00 ops DIGEST HEALED web HEALED db", world.told().getLast());
        Message.Line web = world.messages().getLast().lines().getFirst();
        assertEquals(2, web.count());
        assertEquals("does not answer", web.what());
        assertEquals(Urgency.DIGEST, web.urgency());
        assertTrue(world.state().healed().isEmpty());
    }

    @Test
    void whatIsForTheDigestIsToldInItAlone() {
        AlertWorld world = new AlertWorld(simple(20));
        Facts facts = new Facts("disk", "", Severity.ERROR, Urgency.DIGEST, "space > 90 %", 1, new TreeSet<>(), false);
        world.open(facts).pass(HOUR).open(facts).close("disk").pass(HOUR);
        assertEquals(List.of(), world.told());
        world.signal(new Signal.DigestDue(AlertWorld.BEGIN));
        assertEquals(List.of("120:00 ops DIGEST HEALED disk"), world.told());
        assertEquals(1, world.messages().getFirst().lines().getFirst().count());
    }

    private static Facts healing(boolean isHealing) {
        return new Facts("web", "", Severity.WARNING, Urgency.NOTICE, "went down", 1, new TreeSet<>(), isHealing);
    }

    @Test
    void whatIsUpAgainIsNotToldUnlessItGoesWrongAgainOrTakesLong() {
        AlertWorld healed = new AlertWorld(simple(20));
        healed.open(healing(false)).pass(Duration.ofSeconds(5)).open(healing(true));
        healed.pass(MINUTE.multipliedBy(3)).close("web").pass(HOUR);
        assertEquals(List.of(), healed.told());

        AlertWorld again = new AlertWorld(simple(20));
        again.open(healing(true)).pass(MINUTE).open(healing(false)).pass(HOUR);
        assertEquals(List.of("1:00 ops FIRING web"), again.told());

        AlertWorld takesLong = new AlertWorld(simple(20));
        takesLong.open(healing(true)).pass(HOUR);
        assertEquals(List.of("5:00 ops FIRING web"), takesLong.told());
    }

    @Test
    void whoWasToldIsToldOfTheEndAlsoOfWhatIsHealing() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open(healing(false)).pass(MINUTE.multipliedBy(10)).open(healing(true));
        world.pass(MINUTE).close("web").pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING web", "11:00 ops RESOLVED web"), world.told());
    }

    @Test
    void newsIsToldOnceToEachUnlessSilenced() {
        AlertWorld world = new AlertWorld(simple(20));
        world.signal(new Signal.Happened(facts("passwd", Severity.WARNING), 0)).pass(HOUR);
        world.signal(
                new Signal.Silenced(new Silence(9, AlertMatch.ANY, world.now().plus(HOUR), "alice", "upgrade")));
        world.signal(new Signal.Happened(facts("group", Severity.WARNING), 0));
        world.signal(new Signal.Happened(facts("shadow", Severity.WARNING), 0)).pass(HOUR.multipliedBy(9));
        assertEquals(List.of("0:00 ops NEWS passwd", "120:00 ops NEWS group NEWS shadow"), world.told());
        assertTrue(world.state().news().isEmpty());
    }

    @Test
    void newsWaitsForRoomAndThenComesTogether() {
        AlertWorld world = new AlertWorld(simple(2));
        for (int i = 0; i < 70; i++) {
            world.signal(new Signal.Happened(facts("f" + i, Severity.WARNING), 0));
        }
        world.pass(HOUR.multipliedBy(3));
        assertEquals(3, world.messages().size(), world.told()::toString);
        assertEquals(
                70, world.messages().stream().mapToInt(it -> it.lines().size()).sum());
    }

    @Test
    void forWhomTooMuchWaitsNothingIsWrittenUntilThereIsRoomAndThenWhatHolds() {
        AlertWorld world = new AlertWorld(simple(20));
        world.open("db").pass(MINUTE).by(simple(20), "ops");
        world.close("db").open("web").open("api").pass(HOUR).close("api");
        world.signal(new Signal.DigestDue(world.now())).pass(HOUR);
        assertEquals(List.of("0:30 ops FIRING db"), world.told());
        world.by(simple(20)).pass(HOUR);
        assertEquals(
                List.of("121:00 ops RESOLVED db", "121:00 ops FIRING web", "121:00 ops DIGEST HEALED api"),
                world.told().subList(1, 4));
    }

    @Test
    void whereNobodyIsToldNothingIsKeptForTheDigest() {
        AlertWorld world =
                new AlertWorld(AlertWorld.alerting(new TreeMap<>(), route(AlertMatch.ANY, Set.of(), false), List.of()));
        world.open("web").pass(MINUTE).close("web").pass(HOUR);
        assertEquals(DeskState.EMPTY, world.signal(new Signal.Looked()).state().heardTo(0));
    }
}
