package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes that upkeep-gate takes just so, and the first that it does not; what else it lacks is in {@code bad/ready.yaml}. */
class GateLimitsTest {

    private static List<String> problems(String ready) {
        return SpecFiles.problems("services: {web: {exec: [/usr/bin/web], user: web, port: 80, ready: " + ready + "}}");
    }

    private static void assertRefused(String why, String ready) {
        List<String> problems = problems(ready);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().endsWith(why), problems::toString);
    }

    private static String page(String keys) {
        return "{http: {path: /, " + keys + "}}";
    }

    private static String several(int count, String each) {
        return IntStream.range(0, count)
                .mapToObj(i -> each.replace("#", "" + i))
                .collect(Collectors.joining(", "));
    }

    @Test
    void aTextToLookForHas1024Bytes() {
        assertEquals(List.of(), problems(page("contains: " + "a".repeat(1_024))));
        assertRefused("it is longer than 1024 bytes", page("contains: " + "a".repeat(1_025)));
        assertRefused("it is longer than 1024 bytes", page("contains: " + "ü".repeat(513)));
    }

    @Test
    void thereAre32Statuses() {
        assertEquals(List.of(), problems(page("status: [" + several(32, "200") + "]")));
        String why = "upkeep-gate takes at most 32 of them, and here are 33";
        assertRefused(why, page("status: [" + several(33, "200") + "]"));
        assertRefused(why, "{program: {exec: [/bin/true], status: [" + several(33, "0") + "]}}");
    }

    @Test
    void thereAre32HeadersTheHostIncluded() {
        assertEquals(List.of(), problems(page("host: web, headers: {" + several(31, "X-#: a") + "}")));
        assertRefused("upkeep-gate takes at most 32", page("host: web, headers: {" + several(32, "X-#: a") + "}"));
    }

    @Test
    void aRequestHasItsLength() {
        assertEquals(List.of(), problems(page("headers: {X-Own: " + "a".repeat(15_000) + "}")));
        assertRefused(
                "its path and headers are longer than 16000 bytes together",
                page("headers: {X-Own: " + "a".repeat(16_000) + "}"));
    }

    @Test
    void aSocketsPathHas107Bytes() {
        assertEquals(List.of(), problems("{tcp: /" + "a".repeat(106) + "}"));
        String why = "its path is longer than 107 bytes, which is more than the kernel takes";
        assertRefused(why, "{tcp: {socket: /" + "a".repeat(107) + "}}");
        assertRefused(why, page("socket: /" + "a".repeat(107)));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost", "LOCALHOST", "'[::1]'", "192.0.2.1"})
    void addressesAndLocalhostAreReached(String host) {
        assertEquals(List.of(), problems("{http: {url: \"http://" + host + ":8080/\"}}"));
        assertEquals(List.of(), problems("{tcp: {host: \"" + host.replaceAll("[\\[\\]]", "") + "\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.localdomain", "127.1", "300.0.0.1", "web", "fe80::1%eth0", ":::"})
    void namesAndWhatIsNoAddressAreRefused(String host) {
        assertRefused(GateLimits.NO_NAMES, "{tcp: {host: \"" + host + "\"}}");
    }

    /** Where a value is what upkeep-gate does anyway, nobody need leave it out. */
    @Test
    void whatItDoesAnywayMayBeWritten() {
        assertEquals(List.of(), problems(page("redirects: 0, version: 1.1, address-family: any")));
        assertEquals(List.of(), problems("{tcp: {tls: false, all-addresses: false, address-family: any}}"));
    }

    @Test
    void aNameInTheAddressOfASocketIsOnlyAskedFor() {
        Plan plan = SpecFiles.plan("services: {web: {exec: [/usr/bin/web], user: web, ready:"
                + " {http: {url: \"http://www.example.org:8080/a\", socket: /run/web.sock}}}}");
        GateProbe.Page page = (GateProbe.Page)
                plan.services().values().iterator().next().ready().orElseThrow().probe();
        assertEquals(List.of("Host: www.example.org:8080"), page.headers());
        assertEquals("/a", page.path());
        assertEquals(new GateProbe.Place.Socket("/run/web.sock"), page.place());
    }
}
