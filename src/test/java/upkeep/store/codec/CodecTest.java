package upkeep.store.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.Observation;
import upkeep.core.State;
import upkeep.spec.CheckId;

class CodecTest {

    private static final int VALUES = 300;
    private static final Moment T0 = new Moment(1_000_000_000, Instant.parse("2026-11-22T10:00:00.123456Z"));

    @Test
    void everyCaseOfAnEventComesBackAsItWas() throws Exception {
        Codec<Event> codec = Codec.of(Event.class);
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            RandomValues values = new RandomValues(type.getName().hashCode());
            for (int i = 0; i < VALUES; i++) {
                Event event = (Event) values.of(type);
                String text = codec.text(event);
                assertTrue(text.startsWith("{\"" + type.getSimpleName() + "\":{"), text);
                assertEquals(event, codec.read(text), text);
            }
        }
    }

    @Test
    void everyStateComesBackAsItWas() throws Exception {
        Codec<State> codec = Codec.of(State.class);
        RandomValues values = new RandomValues(7);
        for (int i = 0; i < VALUES; i++) {
            State state = values.of(State.class);
            assertEquals(state, codec.read(codec.text(state)));
        }
    }

    @Test
    void aRowOfEventsIsReadInTheSameChain() throws Exception {
        Codec<Event> codec = Codec.of(Event.class);
        RandomValues values = new RandomValues(1);
        List<Event> events = new ArrayList<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        MomentChain written = new MomentChain();
        for (int i = 0; i < VALUES; i++) {
            events.add(values.of(Event.class));
            codec.write(events.getLast(), written, lines);
            lines.write('\n');
        }
        MomentChain read = new MomentChain();
        List<Event> again = new ArrayList<>();
        for (String line : lines.toString(StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                again.add(codec.read(line.getBytes(StandardCharsets.UTF_8), read));
            }
        }
        assertEquals(events, again);
    }

    record Two(Moment first, Moment second) {}

    @Test
    void momentsAtAnEndOfTimeAreWrittenWhole() throws Exception {
        for (Instant end : List.of(Instant.MIN, Instant.MAX)) {
            Two two = new Two(new Moment(0, end), new Moment(end.equals(Instant.MAX) ? 1 : -1, end));
            assertEquals(two, Codec.of(Two.class).read(Codec.of(Two.class).text(two)));
        }
    }

    @Test
    void whatIsWrittenCanBeReadByPeople() {
        Observation passed = new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of("connect", 0.001));
        Event event =
                new Event.Probed(T0.plus(java.time.Duration.ofSeconds(2)), new CheckId("web/liveness"), T0, passed);
        assertEquals(
                "{\"Probed\":{\"at\":[3000000000,\"2026-11-22T10:00:02.123456Z\"],\"check\":\"web/liveness\","
                        + "\"begun\":-2000000000,\"observation\":{\"Passed\":{\"depth\":\"OPEN\",\"text\":\"accepted\","
                        + "\"measurements\":{\"connect\":0.001}}}}}",
                Codec.of(Event.class).text(event));
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        assertEquals("Event has no case Nonsense", failure(Event.class, "{\"Nonsense\":{}}"));
        assertEquals("BusLost has no component how", failure(Event.class, "{\"BusLost\":{\"how\":1}}"));
        assertEquals("BusLost lacks at", failure(Event.class, "{\"BusLost\":{\"why\":\"x\"}}"));
        assertEquals("BusLost has why twice", failure(Event.class, "{\"BusLost\":{\"why\":\"x\",\"why\":\"y\"}}"));
        assertEquals("no text", failure(Event.class, "{\"BusLost\":{\"why\":1}}"));
        assertEquals("a moment that hangs in the air", failure(Event.class, "{\"BusLost\":{\"at\":5}}"));
        assertEquals("Intent has no SIT", failure(HardState.class, "{\"service\":\"a\",\"intent\":\"SIT\"}"));
        assertTrue(failure(Event.class, "{\"UnitSeen\":{\"status\":{\"unit\":\"../x\"}}}")
                .startsWith("no UnitName: "));
        assertEquals("more than a UnitName", failure(UnitName.class, "\"a.service\" \"b.service\""));
        assertTrue(failure(Event.class, "{\"BusLost\"").startsWith("Unexpected end-of-input"));
        assertTrue(failure(Deep.class, "{\"inner\":".repeat(100)).contains("nesting depth"));
    }

    private static String failure(Class<?> type, String text) {
        return assertThrows(CodecException.class, () -> Codec.of(type).read(text))
                .getMessage();
    }

    record Deep(Optional<Deep> inner) {}

    @Test
    void aRecordMayHoldOthersOfItsKind() throws Exception {
        Deep deep = new Deep(Optional.of(new Deep(Optional.empty())));
        assertEquals("{\"inner\":{}}", Codec.of(Deep.class).text(deep));
        assertEquals(deep, Codec.of(Deep.class).read("{\"inner\":{}}"));
    }

    record Before(String name, int count) {}

    record After(String name, Optional<Integer> most, SortedMap<String, Long> counts, Set<Integer> more, int weight) {}

    @Test
    void aLenientReaderTakesWhatItKnows() throws Exception {
        After defaults = new After("none", Optional.of(3), new TreeMap<>(), Set.of(), 9);
        assertEquals(
                new After("web", Optional.of(3), new TreeMap<>(), Set.of(), 9),
                Codec.of(After.class).readOver(defaults, Codec.of(Before.class).text(new Before("web", 5))));
    }

    @Test
    void theFormatChangesWithTheTypeAlone() {
        assertEquals(Codec.of(Event.class).format(), Codec.of(Event.class).format());
        assertNotEquals(Codec.of(Before.class).format(), Codec.of(After.class).format());
    }

    @Test
    void aTypeWithoutAFormIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Codec.of(Object.class));
        assertThrows(IllegalArgumentException.class, () -> Codec.of(Keyed.class));
    }

    record Keyed(Map<Before, String> map) {}
}
