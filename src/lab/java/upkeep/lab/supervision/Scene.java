package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/**
 * One scenario while it is played: holds to what is expected what became of the service, and makes the row of the table of it.
 *
 * <p>What was done and is so fails at once. What was said is collected, so that {@link #end} shows all that is wrong in the words.
 */
final class Scene {
    private final Scenario scenario;
    private final Suite suite;
    private final Account account;
    private final Map<Part, List<String>> seen = new EnumMap<>(Part.class);
    private final List<Executable> words = new ArrayList<>();

    /** What a row tells, in this order. */
    private enum Part {
        CAUSE("cause: "),
        DID("upkeepd: "),
        TOLD("told: "),
        UNIT("then ");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    Scene(Scenario scenario, Suite suite, Account account) {
        this.scenario = scenario;
        this.suite = suite;
        this.account = account;
    }

    Account account() {
        return account;
    }

    /** Waits until the incident is resolved. */
    void awaitResolved() {
        account.await("the end", entry -> entry.kind().equals("incident-resolved"));
    }

    /** What moved the unit, and what {@code why} has to say of it besides the cause's own words. */
    Scene cause(Cause cause, String... parts) {
        List<Recorded> entries = account.entries();
        String why = account.why();
        words.add(() -> assertTrue(
                entries.stream()
                        .anyMatch(entry ->
                                entry.cause().filter(cause.word()::equals).isPresent()),
                () -> "no entry has the cause " + cause.word() + ":\n" + lines(entries)));
        words.add(() -> assertSaid(cause.said(), why));
        for (String part : parts) {
            words.add(() -> assertSaid(part, why));
        }
        seen.computeIfAbsent(Part.CAUSE, part -> new ArrayList<>()).add(cause.word());
        return this;
    }

    private static void assertSaid(String part, String why) {
        assertTrue(why.contains(part), () -> "'" + part + "' is missing in:\n" + why);
    }

    /** What upkeepd itself asked systemd for, in this order; nothing, if nothing is named. */
    Scene did(String... verbs) {
        List<Recorded> orders =
                account.entries().stream().filter(Recorded::isOrder).toList();
        assertEquals(
                List.of(verbs),
                orders.stream().map(order -> order.fields().get("verb")).toList(),
                () -> lines(account.entries()));
        seen.put(Part.DID, List.of(verbs));
        return this;
    }

    /** The states of the alerts that went out, in this order. */
    Scene told(String... states) {
        assertEquals(List.of(states), account.told(states.length), () -> lines(account.entries()));
        seen.put(Part.TOLD, List.of(states));
        return this;
    }

    /** The state in which the unit is left. */
    Scene unit(String activeState) {
        assertEquals(activeState, account.unit(), () -> lines(account.entries()));
        seen.put(Part.UNIT, List.of(activeState));
        return this;
    }

    /** Fails with all words that were wrong; where none is, the row is compared or written. */
    void end() {
        assertAll(scenario.title(), words);
        ScenarioTable.seen(scenario, suite, row());
    }

    private String row() {
        return seen.entrySet().stream()
                .map(part -> part.getKey().title
                        + (part.getValue().isEmpty() ? "nothing" : String.join(", ", part.getValue())))
                .collect(Collectors.joining("; "));
    }

    private static String lines(List<Recorded> entries) {
        return entries.stream().map(Recorded::toString).collect(Collectors.joining("\n"));
    }
}
