package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Permission;

/** What is tried, and what is found, for services of which it is known what they need. */
class SearchTest {

    private static final Concession JIT = new Concession.JustInTime();

    private final List<String> tried = new ArrayList<>();

    private static Concession allow(Permission permission) {
        return new Concession.Allow(permission);
    }

    private static List<Concession> everything() {
        List<Concession> all = new ArrayList<>(List.of(JIT));
        EnumSet.allOf(Permission.class).forEach(permission -> all.add(allow(permission)));
        return all;
    }

    private static Search.Start start(int tries) {
        return new Search.Start(Set.of(), everything(), new TreeSet<>(), tries, Duration.ofMinutes(10));
    }

    private static Outcome failed(String... lines) {
        return new Outcome.Failed("it does not start", List.of(lines), new TreeSet<>());
    }

    private static Outcome passed(String... writes) {
        return new Outcome.Passed(new TreeSet<>(List.of(writes)));
    }

    private Search.Result search(Search.Start start, Function<Search.Try, Outcome> service) {
        Search search = Search.begin(start);
        while (search.next().isPresent()) {
            tried.add(search.next().get().candidate().text());
            assertTrue(tried.size() <= start.tries(), tried::toString);
            search = search.after(service.apply(search.next().get()), Duration.ofSeconds(1));
        }
        assertEquals(tried.size(), search.tries());
        return search.result();
    }

    /** A service that needs these words from a level on, and says nothing of what it lacks. */
    private static Function<Search.Try, Outcome> silent(Concession... needed) {
        return tried -> tried.candidate().level() == Level.NONE
                        || tried.candidate().concessions().containsAll(Set.of(needed))
                ? passed()
                : failed("it ended");
    }

    private static Set<Concession> concessions(Search.Result result) {
        return assertInstanceOf(Search.Found.class, result).candidate().concessions();
    }

    @Test
    void whatNeedsNothingIsTriedThreeTimes() {
        Search.Found found = assertInstanceOf(Search.Found.class, search(start(80), silent()));
        assertEquals(List.of("none", "paranoid", "paranoid"), tried);
        assertEquals(Set.of(), found.candidate().concessions());
        assertTrue(found.complete());
    }

    @ParameterizedTest
    @CsvSource({
        "change-user",
        "jit",
        "change-user+files-of-others",
        "jit+system-calls+bind-low-port",
        "realtime+mount+jit+devices+chroot"
    })
    void whatSaysNothingIsFoundOutByHalves(String words) {
        Concession[] needed = Stream.of(words.split("\\+"))
                .map(word -> word.equals("jit")
                        ? JIT
                        : allow(Permission.valueOf(word.replace('-', '_').toUpperCase(java.util.Locale.ROOT))))
                .toArray(Concession[]::new);
        Search.Found found = assertInstanceOf(Search.Found.class, search(start(80), silent(needed)));
        assertEquals(Set.of(needed), found.candidate().concessions());
        assertEquals(Set.of(needed), found.because().keySet());
        assertEquals(Level.PARANOID, found.candidate().level());
        assertTrue(found.complete(), tried::toString);
    }

    @Test
    void hintsLeadThereSoonerOneRefusalAfterTheOther() {
        Set<Concession> needed = Set.of(
                allow(Permission.BIND_LOW_PORT), allow(Permission.CHANGE_USER), allow(Permission.FILES_OF_OTHERS));
        Search.Result result = search(start(80), next -> {
            Set<Concession> given = next.candidate().concessions();
            if (next.candidate().level() == Level.NONE || given.containsAll(needed)) {
                return passed();
            }
            if (!given.contains(allow(Permission.BIND_LOW_PORT))) {
                return failed("bind() to 0.0.0.0:80 failed (13: Permission denied)");
            }
            return given.contains(allow(Permission.CHANGE_USER))
                    ? failed("chown(\"/var/lib/nginx/body\", 33) failed (1: Operation not permitted)")
                    : failed("setgid(33) failed (1: Operation not permitted)");
        });
        assertEquals(needed, concessions(result));
        assertTrue(tried.size() <= 12, tried::toString);
    }

    @Test
    void aHintThatLeadsAstrayIsTakenBack() {
        Search.Result result = search(
                start(80),
                next -> next.candidate().level() == Level.NONE
                                || next.candidate().concessions().contains(JIT)
                        ? passed()
                        : failed("failed to set up shared memory in /dev/shm: chown, setuid"));
        assertEquals(Set.of(JIT), concessions(result));
    }

    @Test
    void aLevelThatCannotBeHadGivesWay() {
        Search.Found found = assertInstanceOf(
                Search.Found.class,
                search(start(80), next -> next.candidate().level() == Level.PARANOID ? failed("no") : passed()));
        assertEquals(Level.STRICT, found.candidate().level());
        assertEquals(Set.of(Level.PARANOID), found.givenUp().keySet());
        assertEquals("it does not start", found.givenUp().get(Level.PARANOID));
    }

    @Test
    void whatWorksUnderNoLevelIsSaid() {
        assertInstanceOf(
                Search.Nothing.class,
                search(start(80), next -> next.candidate().level() == Level.NONE ? passed() : failed("no")));
    }

    @Test
    void whatDoesNotWorkWithoutIsNotSearched() {
        assertInstanceOf(Search.Unfit.class, search(start(80), next -> failed("no database")));
        assertEquals(1, tried.size());
    }

    @Test
    void whatItWritesIsWritableFromThenOn() {
        SortedSet<String> writable = new TreeSet<>(List.of("/srv/kept"));
        Search.Start start = new Search.Start(Set.of(), everything(), writable, 80, Duration.ofMinutes(10));
        Search.Result result = search(start, next -> passed("/var/log/web"));
        assertEquals(
                new TreeSet<>(List.of("/srv/kept", "/var/log/web")),
                assertInstanceOf(Search.Found.class, result).candidate().writable());
    }

    @Test
    void whatTheSpecConcedesIsNeverTriedWithout() {
        Concession kept = allow(Permission.MOUNT);
        Search.Start start = new Search.Start(Set.of(kept), everything(), new TreeSet<>(), 80, Duration.ofMinutes(10));
        Set<Concession> found = concessions(search(start, silent(allow(Permission.CHANGE_USER))));
        assertEquals(Set.of(kept, allow(Permission.CHANGE_USER)), found);
        assertTrue(tried.stream().skip(1).allMatch(text -> text.contains("allow mount")), tried::toString);
    }

    @Test
    void aSearchThatIsCutShortTellsTheTightestThatPassed() {
        Search.Result result = search(start(8), silent(allow(Permission.SYSTEM_CALLS), allow(Permission.SETUID_FILES)));
        Search.Found found = assertInstanceOf(Search.Found.class, result);
        assertFalse(found.complete());
        assertTrue(found.candidate()
                .concessions()
                .containsAll(Set.of(allow(Permission.SYSTEM_CALLS), allow(Permission.SETUID_FILES))));
        assertTrue(found.candidate().concessions().size() < everything().size(), tried::toString);
        assertInstanceOf(Search.Nothing.class, searchAnew(2));
    }

    private Search.Result searchAnew(int tries) {
        tried.clear();
        return search(start(tries), silent(JIT));
    }

    /** It fails only in the longer look. */
    @Test
    void whatFailsAsAWholeIsGivenMore() {
        Concession needed = allow(Permission.SYSTEM_STATISTICS);
        Search.Result result = search(
                start(200),
                next -> next.whole() && !next.candidate().concessions().contains(needed)
                        ? failed("cannot open /proc/meminfo: No such file or directory")
                        : passed());
        assertEquals(Set.of(needed), concessions(result));
    }

    @Test
    void threeWordsOfThirtyFiveAreFoundInLessThanFortyTries() {
        search(start(80), silent(JIT, allow(Permission.DEVICES), allow(Permission.REALTIME)));
        assertTrue(tried.size() < 40, () -> String.join("\n", tried));
    }
}
