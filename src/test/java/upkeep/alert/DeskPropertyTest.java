package upkeep.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import upkeep.base.Calendar;
import upkeep.base.Severity;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertMatch;
import upkeep.spec.Alerting;
import upkeep.spec.Maintenance;
import upkeep.spec.Receiver;

/** What holds of whatever happens: who was told of a beginning is told of its end once, within the budget, and nothing is lost. */
class DeskPropertyTest {

    private static final List<String> SUBJECTS = List.of("web", "db", "api@1", "api@2", "uplink", "mail");
    private static final Duration LONG = Duration.ofDays(30);

    private static Alerting alerting(RandomGenerator random) {
        SortedMap<String, Receiver> receivers = new TreeMap<>();
        receivers.put("ops", AlertWorld.receiver("ops", 1 + random.nextInt(6)));
        receivers.put("page", AlertWorld.receiver("page", 1 + random.nextInt(6)));
        AlertMatch critical = new AlertMatch(List.of(), Set.of(), Set.of(), Optional.of(Severity.CRITICAL));
        Maintenance window = new Maintenance(
                SourcePos.NONE,
                new AlertMatch(List.of("web", "api"), Set.of(), Set.of(), Optional.empty()),
                Calendar.parse("*-*-* 13:00 UTC").orElseThrow(),
                TimeSpan.of(Duration.ofMinutes(1 + random.nextInt(90))));
        return AlertWorld.alerting(
                receivers,
                AlertWorld.route(
                        AlertMatch.ANY,
                        Set.of("ops"),
                        false,
                        AlertWorld.route(critical, Set.of("page", "ops"), random.nextBoolean())),
                List.of(window));
    }

    /** What is open at the end. */
    private static Set<String> play(AlertWorld world, RandomGenerator random, int steps) {
        Set<String> open = new HashSet<>();
        for (int i = 0; i < steps; i++) {
            String subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    Severity severity = random.nextInt(4) == 0 ? Severity.CRITICAL : Severity.ERROR;
                    world.open(AlertWorld.facts(subject, severity));
                    open.add(subject);
                }
                case 3, 4, 5 -> {
                    world.close(subject);
                    open.remove(subject);
                }
                case 6 -> {
                    AlertMatch match = new AlertMatch(List.of(subject), Set.of(), Set.of(), Optional.empty());
                    Instant until = world.now().plusSeconds(1 + random.nextInt(7_200));
                    world.signal(new Signal.Silenced(new Silence(random.nextInt(3), match, until, "alice", "")));
                }
                case 7 ->
                    world.signal(new Signal.Acknowledged(
                            subject,
                            new Acknowledgement("alice", world.now().plusSeconds(random.nextInt(90_000)), "")));
                case 8 -> {
                    world.signal(new Signal.Happened(AlertWorld.facts(subject, Severity.WARNING), 0));
                    world.signal(new Signal.DigestDue(world.now()));
                }
                default -> world.signal(new Signal.Unsilenced(random.nextInt(3)));
            }
            if (random.nextInt(4) == 0) {
                world.gather();
                continue;
            }
            world.pass(Duration.ofSeconds(random.nextInt(random.nextInt(4) == 0 ? 7_200 : 90)));
        }
        return open;
    }

    @Property(tries = 300)
    void whoIsToldOfABeginningIsToldOfItsEndOnceAndNobodyMoreThanHisBudget(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Alerting alerting = alerting(random);
        AlertWorld world = new AlertWorld(alerting);
        Set<String> open = play(world, random, steps);
        world.pass(LONG);
        Map<String, Set<String>> told = follow(world.messages());
        assertEquals(open, told.getOrDefault("ops", Set.of()), world.told()::toString);
        open.forEach(world::close);
        world.pass(LONG);
        follow(world.messages()).forEach((receiver, left) -> assertEquals(Set.of(), left, world.told()::toString));
        alerting.receivers().values().forEach(receiver -> within(receiver, world.messages()));
        world.signal(new Signal.Looked());
        assertEquals(Map.of(), world.state().cases());
        assertEquals(Map.of(), world.state().groups());
    }

    /** Which cases each receiver takes for wrong after all messages; each message must follow from those before. */
    private static Map<String, Set<String>> follow(List<Message> messages) {
        Map<String, Set<String>> wrong = new HashMap<>();
        for (Message message : messages) {
            Set<String> known = wrong.computeIfAbsent(message.receiver(), _ -> new HashSet<>());
            for (Message.Line line : message.lines()) {
                switch (line.reason()) {
                    case FIRING, UNSTABLE -> known.add(line.key());
                    case WORSE, REMINDER -> assertTrue(known.contains(line.key()), message::toString);
                    case RESOLVED -> assertTrue(known.remove(line.key()), message::toString);
                    case HEALED, NEWS -> {}
                }
            }
        }
        return wrong;
    }

    private static void within(Receiver receiver, List<Message> messages) {
        List<Instant> times = new ArrayList<>();
        messages.stream()
                .filter(message -> message.receiver().equals(receiver.name()))
                .map(Message::at)
                .forEach(times::add);
        int count = receiver.budget().count();
        for (int i = count; i < times.size(); i++) {
            Instant free = times.get(i - count).plus(receiver.budget().per().toDuration());
            assertTrue(!times.get(i).isBefore(free), times::toString);
        }
    }
}
