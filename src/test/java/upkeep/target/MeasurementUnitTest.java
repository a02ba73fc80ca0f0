package upkeep.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

class MeasurementUnitTest {

    private static final Path GOOD_SPECS = Path.of("src", "test", "resources", "spec", "good");

    /** What has no unit: numbers of things, codes, ids, and what is so much a second. */
    private static final Set<String> WITHOUT =
            Set.of(("answers arrays busy-workers certificate-days children cleanup close connections connections-limit"
                            + " consumers context-switches degraded disk-read disk-write dns download download-packets entries"
                            + " euid exists exit-status failed-members fds gid graceful http-version idle-workers inactive inode inodes"
                            + " inodes-free items keepalive clients links listening load1 load1-per-core load15 load15-per-core load5 load5-per-core"
                            + " log matching-lines maximum messages minimum missing-members mode modified modules open outdated"
                            + " paging.in paging.out pid ppid processes reach read read-only read-operations received-gibibytes"
                            + " received-mebibytes recovering recovery-speed replicas reply request requests-per-second"
                            + " sent-gibibytes sent-mebibytes serial serial-lag series signatures slots sources spares speed start"
                            + " status stratum swapping.in swapping.out tasks threads uid up upload upload-packets value wait write"
                            + " write-operations zombies")
                    .split(" "));

    private static Target target(String body) {
        return Specs.check(new Source("f", body), Optional.empty())
                .value()
                .orElseThrow()
                .target();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tcp: 80; total; SECONDS",
                "tcp: 80; certificate-days; NONE",
                "filesystem: /; space; BYTES",
                "filesystem: /; space-percent; PERCENT",
                "filesystem: /; read; NONE",
                "system: {}; cpu; PERCENT",
                "system: {}; cpu.wait; PERCENT",
                "system: {}; pressure.memory.full60-percent; PERCENT",
                "network: lo; sent; COUNTER",
                "redis: {}; replication-lag; BYTES",
                "redis: {}; master-silence; SECONDS",
                "postgresql: {user: u, password-file: /p, database: d}; replication-lag; SECONDS",
                "nagios: [/x]; size; NONE",
                "nagios: [/x]; load-percent; PERCENT",
                "nagios: [/x]; total; SECONDS",
                "'http: {url: http://a/, json: {path: $.a, name: size}}'; size; NONE",
                "'http: {url: http://a/, json: {path: $.a, name: size}}'; bytes; BYTES"
            })
    void aMeasurementHasTheUnitThatItIsCountedIn(String body, String measurement, MeasurementUnit unit) {
        assertEquals(unit, target(body).unit(measurement));
    }

    @Test
    void whateverIsMeasuredHasAUnitOrIsKnownToHaveNone() throws IOException {
        Set<String> kinds = new TreeSet<>();
        Set<String> neither = new TreeSet<>();
        for (Target target : targets()) {
            kinds.add(target.kind());
            // What a page's JSON holds is called as the spec likes.
            List<String> ours = target instanceof HttpTarget ? HttpCall.MEASUREMENTS : target.measurements();
            ours.stream()
                    .filter(name -> target.unit(name) == MeasurementUnit.NONE && !WITHOUT.contains(name))
                    .forEach(name -> neither.add(target.kind() + " " + name));
        }
        assertEquals(Set.of(), neither);
        assertTrue(kinds.size() > 40, kinds.toString());
    }

    /** What the good specs look at, which is something of every kind. */
    private static List<Target> targets() throws IOException {
        List<Target> targets = new ArrayList<>();
        try (Stream<Path> files = Files.list(GOOD_SPECS)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                // One that takes presets is no plan without them.
                Specs.load(List.of(new Source(file.toString(), Files.readString(file))))
                        .value()
                        .ifPresent(plan -> targets.addAll(targets(plan)));
            }
        }
        return targets;
    }

    private static List<Target> targets(Plan plan) {
        return Stream.concat(
                        plan.checks().values().stream(),
                        plan.services().values().stream()
                                .flatMap(service -> service.probes().all()))
                .map(Check::target)
                .toList();
    }
}
