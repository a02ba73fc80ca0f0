package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which orders are circles, and which only look so. */
class StartOrderTest {

    private static List<String> circles(String spec) {
        return Specs.load(List.of(new Source("web.yaml", spec))).problems().stream()
                .map(problem -> problem.message().replaceFirst(".*wait for itself \\((.*)\\)", "$1"))
                .toList();
    }

    private static final String WEB = "services: {web: {exec: [/usr/bin/web], user: web%s}}\n";

    @Test
    void whatIsThereBeforeServicesCannotWaitForOne() {
        assertEquals(
                List.of("web.service -> basic.target -> paths.target -> in.path -> web.service"),
                circles(WEB.formatted("") + "paths: {in: {exists: /in, after: web.service, starts: a.service}}"));
        assertEquals(
                List.of("web.service -> basic.target -> sysinit.target -> local-fs.target -> srv.mount -> web.service"),
                circles(WEB.formatted("") + "mounts: {/srv: {what: LABEL=a, type: ext4, after: web.service}}"));
        assertEquals(
                List.of("web.service -> basic.target -> sysinit.target -> swap.target -> swapfile.swap -> web.service"),
                circles(WEB.formatted("") + "swaps: {/swapfile: {after: web.service}}"));
    }

    @Test
    void whatNobodyWaitsForAtABootCan() {
        assertEquals(
                List.of(),
                circles(WEB.formatted("") + "timers: {in: {every: 1h, after: web.service, starts: a.service}}"));
        assertEquals(
                List.of(),
                circles(WEB.formatted("") + "mounts: {/srv: {what: 'a:/b', type: nfs, after: web.service}}"));
    }

    @Test
    void thatOfAUnitWithoutDefaultDependenciesIsNone() {
        String paths = "paths: {in: {exists: /in, after: web.service, starts: a.service%s}}";
        assertEquals(
                List.of(), circles(WEB.formatted(", unit: {Unit: {DefaultDependencies: no}}") + paths.formatted("")));
        assertEquals(
                List.of(), circles(WEB.formatted("") + paths.formatted(", unit: {Unit: {DefaultDependencies: no}}")));
        assertEquals(
                List.of(), circles("services: {web: {adopt: web.service}}\n" + paths.formatted("")), "it is not known");
    }
}
