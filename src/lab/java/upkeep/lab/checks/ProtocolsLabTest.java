package upkeep.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation.Depth;
import upkeep.lab.JournalEntry;
import upkeep.lab.Machine;

/**
 * Every protocol and every kind of check that goes over a network, against the real server of Debian 13: well, with the wrong
 * password, with certificates that are not trusted or are over, frozen, stopped; and against servers that send garbage, drip, never
 * end, or are silent. The checks are in {@code src/lab/servers/checks}, which {@code CheckedServersTest} holds to be complete.
 */
@Tag("lab")
class ProtocolsLabTest {
    /** A server that was started, or thawed, may need a while to be well. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);
    /** What a machine that has much else to do may be late. */
    private static final Duration LATE = Duration.ofSeconds(12);

    /** What {@code MemoryMax=} of upkeepd.service lets it have. */
    private static final long MOST_KIB = 384 << 10;

    private static final Pattern REFUSED_LOGIN = Pattern.compile(
            "(?i)log ?in|auth|password|credential|access|refused|rejected|denied|incorrect|not authorized|fingerprint|401");

    private static final Pattern FAULT =
            Pattern.compile("(?m)Exception|made an error|^\\s+at [a-z.]+\\.[A-Z]|OutOfMemory|StackOverflow");

    private final List<CheckLine> well = CheckLine.read("well.yaml");
    private final List<CheckLine> wrong = CheckLine.read("wrong.yaml");
    private final List<CheckLine> untrusted = well.stream()
            .filter(CheckLine::speaksTls)
            .map(CheckLine::untrusting)
            .toList();
    private final List<CheckLine> sick = CheckLine.read("sick.yaml").stream()
            .flatMap(line -> line.ill(SHORT_TIMEOUT.toSeconds() + "s"))
            .toList();

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Map<String, Probed>> phases = new LinkedHashMap<>();
    private final Map<String, Duration> ended = new HashMap<>();
    private final long begin = System.nanoTime();

    @Test
    void everyProtocolWellAndIll() {
        try (Servers servers = Servers.boot()) {
            int pid = Integer.parseInt(servers.machine().property("upkeepd.service", "MainPID"));
            servers.start();
            servers.installed().tryApply(spec(servers)).orFail();

            allPass(servers, "well");
            once(servers, "wrong", wrong, TIMEOUT, ProtocolsLabTest::isRefusedLogin);
            once(servers, "untrusted", untrusted, TIMEOUT, probed -> isTls(probed, "trust"));
            once(servers, "sick", sick, SHORT_TIMEOUT, probed -> !probed.hasPassed());
            servers.freeze();
            once(servers, "frozen", well, TIMEOUT, probed -> !probed.hasPassed());
            servers.thaw();
            allPass(servers, "thawed");
            servers.stop();
            servers.expire();
            once(servers, "stopped", reachable(), TIMEOUT, ProtocolsLabTest::isGone);
            servers.start();
            await(
                    servers,
                    "expired",
                    well.stream().filter(CheckLine::speaksTls).toList(),
                    probed -> isTls(probed, "expired"));

            endedWell(servers.machine(), pid);
        } finally {
            print();
        }
        assertEquals(List.of(), problems);
    }

    private String spec(Servers servers) {
        String key = servers.machine()
                .shell("ssh-keygen -lf /etc/lab/ssh_host_ed25519_key | cut -d' ' -f2 | cut -d: -f2")
                .orFail()
                .text();
        return Stream.of(well, wrong, untrusted, sick)
                .flatMap(List::stream)
                .map(CheckLine::text)
                .collect(Collectors.joining(
                        "", "checks:\n", "settings: {every: 1min, timeout: " + TIMEOUT.toSeconds() + "s}\n"))
                .replace("FINGERPRINT", key);
    }

    private void allPass(Servers servers, String phase) {
        await(
                servers,
                phase,
                well,
                probed -> probed.hasPassed() && probed.depth().compareTo(depth(probed.check())) >= 0);
    }

    private Depth depth(String name) {
        return well.stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .flatMap(CheckLine::depth)
                .orElseThrow();
    }

    /** Echo requests are answered by the kernel, whatever is stopped. */
    private List<CheckLine> reachable() {
        return well.stream().filter(line -> !line.name().equals("ping")).toList();
    }

    private static boolean isRefusedLogin(Probed probed) {
        return probed.hasFailed()
                && !probed.failure().equals("timeout")
                && REFUSED_LOGIN.matcher(probed.text()).find();
    }

    private static boolean isTls(Probed probed, String word) {
        return probed.failure().equals("tls") && probed.text().contains(word);
    }

    private static boolean isGone(Probed probed) {
        return Set.of("refused", "unreachable", "missing").contains(probed.failure());
    }

    /** Runs checks until each has been seen as it has to be. */
    private void await(Servers servers, String phase, List<CheckLine> lines, Predicate<Probed> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Probed> seen = new LinkedHashMap<>();
        List<String> left = lines.stream().map(CheckLine::name).toList();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            seen.putAll(servers.check(left));
            left = left.stream().filter(name -> !wanted.test(seen.get(name))).toList();
        }
        judge(phase, seen, PATIENCE, wanted);
    }

    /** Runs checks once: each has to be seen as it has to be, and in time. */
    private void once(
            Servers servers, String phase, List<CheckLine> lines, Duration timeout, Predicate<Probed> wanted) {
        judge(phase, servers.check(lines.stream().map(CheckLine::name).toList()), timeout.plus(LATE), wanted);
    }

    private void judge(String phase, Map<String, Probed> seen, Duration longest, Predicate<Probed> wanted) {
        phases.put(phase, seen);
        ended.put(phase, Duration.ofNanos(System.nanoTime() - begin));
        seen.values().stream()
                .filter(probed -> !wanted.test(probed) || probed.took().compareTo(longest) > 0)
                .forEach(probed -> problems.add(phase + ": " + probed));
    }

    /** upkeepd is the one that was started, has logged no fault of its own, and never held more than it may. */
    private void endedWell(Machine machine, int pid) {
        assertEquals(pid, Integer.parseInt(machine.property("upkeepd.service", "MainPID")));
        assertEquals("0", machine.property("upkeepd.service", "NRestarts"));
        long kib =
                Long.parseLong(machine.shell("sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/" + pid + "/status")
                        .orFail()
                        .text());
        System.out.println("upkeepd held at most " + (kib >> 10) + " MiB");
        assertTrue(kib < MOST_KIB, () -> "upkeepd held " + kib + " KiB");
        machine.journal().since(machine.journal().beginning()).stream()
                .filter(entry -> entry.unit().equals("upkeepd.service"))
                .map(JournalEntry::message)
                .filter(message -> FAULT.matcher(message).find())
                .forEach(message -> problems.add("log: " + message));
    }

    /** A row for each check with what was seen in each phase, and one for each phase with how long it took. */
    private void print() {
        for (CheckLine line : well) {
            print(
                    line.name(),
                    phases.keySet().stream()
                            .flatMap(phase -> Stream.of("", phase + "-")
                                    .map(prefix -> seen(phase, prefix + line.name(), phase))
                                    .flatMap(Optional::stream)));
        }
        for (CheckLine line : CheckLine.read("sick.yaml")) {
            print(
                    "sick " + line.name(),
                    Stream.of(CheckLine.Manner.values())
                            .map(manner -> seen("sick", manner.word() + "-" + line.name(), manner.word()))
                            .flatMap(Optional::stream));
        }
        phases.forEach((phase, seen) -> System.out.println(phase + ": " + seen.size() + " probes, the longest "
                + seen.values().stream()
                        .map(Probed::took)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO)
                        .toMillis()
                + " ms; ended " + ended.getOrDefault(phase, Duration.ZERO).toSeconds() + " s after the boot began"));
    }

    private static void print(String name, Stream<String> cells) {
        System.out.println(name + ": " + cells.collect(Collectors.joining(", ")));
    }

    private Optional<String> seen(String phase, String check, String title) {
        return Optional.ofNullable(phases.getOrDefault(phase, Map.of()).get(check))
                .map(probed -> title + " " + probed.word());
    }
}
