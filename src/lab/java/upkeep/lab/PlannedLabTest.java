package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Whatever is changed about specs: the files that {@code plan} names are those that {@code apply} changes on the disk, and the jobs
 * that it leads one to expect are those that systemd then has. {@code -Dupkeep.lab.plan.seed=N} plays other changes,
 * {@code -Dupkeep.lab.plan.changes=N} more of them.
 */
@OnEverySuite
class PlannedLabTest {

    private static final int CHANGES = Integer.getInteger("upkeep.lab.plan.changes", 15);
    private static final String FOLDER = "/etc/upkeep/conf.d/";

    /** Files and links with their content, in all places that an apply writes units, users and permissions to. */
    private static final String DISK =
            "cd / && find etc/systemd/system etc/sysusers.d etc/polkit-1/rules.d -type f -printf '/%p '"
                    + " -exec sha256sum -b {} ';' -o -type l -printf '/%p -> %l\\n' | LC_ALL=C sort";

    /** What systemd says of every job at level debug; the bus tells its number and its unit, but not of what kind it is. */
    private static final Pattern JOB = Pattern.compile("Installed new job (\\S+)/([a-z-]+) as ([0-9]+)");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "planned");
        machine()
                // Of what the journal drops nobody would know the jobs.
                .shell(
                        "mkdir -p /etc/systemd/journald.conf.d; printf '[Journal]\\nRateLimitBurst=0\\n' >/etc/systemd/journald.conf.d/all.conf;"
                                + " systemctl restart systemd-journald; systemctl log-level debug")
                .orFail();
        machine().run("systemctl", "start", "nginx.service", "chrony.service").orFail();
        machine()
                .shell(
                        "systemd-run --quiet --unit=lab-jobs --property=StandardOutput=file:/srv/jobs busctl monitor --json=short"
                                + " --match=\"type='signal',interface='org.freedesktop.systemd1.Manager',member='JobNew'\"")
                .orFail();
        installed.await(
                "busctl hears of a job",
                () -> machine()
                        .shell("systemctl start nginx.service; test -s /srv/jobs")
                        .ok());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    /** What an apply does, or is expected to do. */
    private record Deeds(SortedSet<String> files, SortedSet<String> links, SortedSet<String> jobs) {}

    @Test
    void whatIsPlannedIsWhatIsDone() {
        long seed = Long.getLong("upkeep.lab.plan.seed", 20_261);
        SpecChanges specs = new SpecChanges(seed);
        List<String> wrong = new ArrayList<>();
        write(specs);
        installed.upkeep("apply").orFail();
        int broken = 0;
        int jobs = 0;
        for (int number = 1; number <= CHANGES; number++) {
            String change = specs.change();
            write(specs);
            String cursor = cursor();
            Map<String, String> before = disk();
            Result planned = installed.upkeep("plan", "--json");
            JsonNode plan = Installed.parse(planned.out());
            assertEquals(cursor, cursorWithoutJobs(cursor), "a plan changes nothing");
            Result applied = installed.upkeep("apply");
            broken += specs.isBroken() ? 1 : 0;
            assertEquals(specs.isBroken() ? 3 : 0, applied.exit(), () -> change + ": " + applied);
            Deeds expected = expected(plan);
            Deeds seen = new Deeds(changed(before, disk(), false), changed(before, disk(), true), jobs(cursor));
            jobs += seen.jobs().size();
            if (!expected.equals(seen)) {
                String decided = installed.upkeep("events", "--limit", "20").out();
                wrong.add("change " + number + ", " + change + "\n" + planned.out() + applied + "\n" + decided
                        + "\n  expected " + expected + "\n  seen     " + seen);
            }
            Result clean = installed.upkeep("plan");
            assertTrue(clean.out().contains("nothing to do"), () -> change + ": " + clean);
        }
        assertTrue(wrong.isEmpty(), () -> "seed " + seed + ":\n" + String.join("\n", wrong));
        assertTrue(jobs > CHANGES / 2 && (broken > 0 || CHANGES < 50), jobs + " jobs, " + broken + " broken");
        SortedMap<Integer, String> heard = jobsOfBus();
        assertEquals(jobsOfJournal().tailMap(heard.firstKey()), heard);
    }

    private static void write(SpecChanges specs) {
        specs.files().forEach((name, text) -> machine().write(FOLDER + name, text));
    }

    private static String cursor() {
        return machine()
                .shell(
                        "journalctl --sync; journalctl --quiet --lines=1 --output=export _PID=1 | sed -n 's/^__CURSOR=//p'")
                .orFail()
                .text();
    }

    /** The cursor itself where no job was made since, else the jobs. */
    private static String cursorWithoutJobs(String cursor) {
        SortedSet<String> jobs = jobs(cursor);
        return jobs.isEmpty() ? cursor : jobs.toString();
    }

    /** Whether a unit is one of those that are described; what else systemd does meanwhile is not ours. */
    private static boolean isOurs(String unit) {
        return (unit.startsWith("lab-") && !unit.equals("lab-jobs.service"))
                || Set.of("shop.target", "nginx.service", "chrony.service", "upkeepd.service")
                        .contains(unit);
    }

    private static SortedSet<String> jobs(String cursor) {
        SortedSet<String> jobs = new TreeSet<>();
        Matcher found = JOB.matcher(machine()
                .run(
                        "sh",
                        "-ec",
                        "journalctl --sync; journalctl --quiet --output=cat --after-cursor=\"$1\" _PID=1",
                        "sh",
                        cursor)
                .orFail()
                .out());
        while (found.find()) {
            if (isOurs(found.group(1))) {
                jobs.add(found.group(2) + " " + found.group(1));
            }
        }
        return jobs;
    }

    private static SortedMap<Integer, String> jobsOfJournal() {
        SortedMap<Integer, String> jobs = new TreeMap<>();
        Matcher found = JOB.matcher(machine()
                .shell("journalctl --sync; journalctl --quiet --output=cat _PID=1")
                .orFail()
                .out());
        while (found.find()) {
            if (isOurs(found.group(1))) {
                jobs.put(Integer.valueOf(found.group(3)), found.group(1));
            }
        }
        return jobs;
    }

    private static SortedMap<Integer, String> jobsOfBus() {
        SortedMap<Integer, String> jobs = new TreeMap<>();
        // busctl of systemd 252 begins with a line for people.
        List<String> messages = machine()
                .read("/srv/jobs")
                .lines()
                .dropWhile(line -> !line.startsWith("{"))
                .toList();
        for (String line : messages) {
            JsonNode data = Installed.parse(line).path("payload").path("data");
            if (isOurs(data.path(2).asText())) {
                jobs.put(data.path(0).asInt(), data.path(2).asText());
            }
        }
        return jobs;
    }

    /** By path: the digest of a file, or what a link leads to. */
    private static Map<String, String> disk() {
        SortedMap<String, String> disk = new TreeMap<>();
        machine().shell(DISK).orFail().out().lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            disk.put(parts[0], parts[1]);
        });
        return disk;
    }

    /** Files as {@code update PATH}; links as the names of what was enabled or disabled by them. */
    private static SortedSet<String> changed(Map<String, String> before, Map<String, String> after, boolean links) {
        SortedSet<String> changed = new TreeSet<>();
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (String path : paths) {
            String was = before.getOrDefault(path, "");
            String is = after.getOrDefault(path, "");
            boolean isLink = (was + is).contains("-> ");
            if (!was.equals(is) && isLink == links) {
                changed.add(
                        isLink
                                ? path.substring(path.lastIndexOf('/') + 1)
                                : (was.isEmpty() ? "create " : is.isEmpty() ? "delete " : "update ") + path);
            }
        }
        return changed;
    }

    private static Deeds expected(JsonNode plan) {
        SortedSet<String> files = new TreeSet<>();
        plan.path("files")
                .forEach(file -> files.add(
                        file.path("change").asText() + " " + file.path("path").asText()));
        SortedSet<String> links = new TreeSet<>();
        SortedSet<String> jobs = new TreeSet<>();
        plan.path("steps").forEach(step -> {
            String unit = step.path("unit").asText();
            switch (step.path("step").asText()) {
                case "start", "stop", "restart" -> jobs.add(step.path("step").asText() + " " + unit);
                case "enable", "disable", "enable-again" -> links.add(unit);
                case "reload-upkeepd" -> jobs.add("reload upkeepd.service");
                default -> {}
            }
        });
        plan.path("cascade")
                .forEach(effect -> jobs.add((effect.path("effect").asText().equals("restarted") ? "restart " : "stop ")
                        + effect.path("unit").asText()));
        return new Deeds(files, links, jobs);
    }
}
