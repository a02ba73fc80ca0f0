package upkeep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.harden.Outcome;
import upkeep.harden.ScratchUnit;
import upkeep.harden.Written;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;
import upkeep.unit.UnitFile;

/** Runs copies of one service, one after the other: starts it, asks it all there is to ask, reloads it, and stops it. */
final class ScratchTrial {

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final int MOST_LINES = 60;
    private static final int LONGEST_LINE = 500;

    /** What systemd makes for a service, and the variable that names it. */
    private static final Map<String, String> OWN = Map.of(
            "RuntimeDirectory", "/run/",
            "StateDirectory", "/var/lib/",
            "CacheDirectory", "/var/cache/",
            "LogsDirectory", "/var/log/");

    private final ScratchRoom room;
    private final Programs programs;
    private final ScratchProbes probes;
    private final UnitName original;
    private final Map<String, String> properties;
    private final Limits limits;
    private final List<String> exercises;
    private Optional<String> usualEnd = Optional.empty();
    private Duration patience;
    private Instant begun = Instant.EPOCH;
    private int number;

    /**
     * How long all may take.
     *
     * @param start from the order to start until the probes pass; as long for each command, and for a reload
     * @param whole how long the probes have to go on passing where the whole is tried
     * @param end after which systemd ends a copy
     */
    record Limits(Duration start, Duration whole, Duration end) {}

    /** @param properties those of the original that {@link #asked} names */
    ScratchTrial(
            ScratchRoom room,
            Programs programs,
            ScratchProbes probes,
            UnitName original,
            Map<String, String> properties,
            Limits limits,
            List<String> exercises) {
        this.room = room;
        this.programs = programs;
        this.probes = probes;
        this.original = original;
        this.properties = Map.copyOf(properties);
        this.limits = limits;
        this.exercises = List.copyOf(exercises);
        this.patience = limits.start();
    }

    /** The properties that are needed of the original. */
    static List<String> asked() {
        return Stream.concat(
                        Stream.of("User", "Type", "CanReload", "PIDFile", "RemainAfterExit"),
                        OWN.keySet().stream().sorted())
                .toList();
    }

    /** What is writable to the copy without a word. */
    Set<String> open(List<UnitFile> texts) {
        Set<String> open = new TreeSet<>(Set.of("/tmp", "/var/tmp"));
        own().forEach((kind, paths) -> open.addAll(paths));
        for (UnitFile text : texts) {
            for (String value : text.values("Service", "ReadWritePaths")) {
                for (String path : value.split("\\s+", -1)) {
                    open.add(path.replaceFirst("^[-+]*", "").replaceFirst("(?<=.)/+$", ""));
                }
            }
        }
        return open;
    }

    /** The folders that systemd makes for the original, by the name of the directive. */
    private SortedMap<String, List<String>> own() {
        SortedMap<String, List<String>> own = new TreeMap<>();
        OWN.forEach((directive, base) -> {
            List<String> paths = Stream.of(
                            properties.getOrDefault(directive, "").split(" ", -1))
                    .map(name -> name.replaceFirst(":.*", ""))
                    .filter(name -> !name.isEmpty())
                    .map(name -> base + name)
                    .toList();
            if (!paths.isEmpty()) {
                own.put(directive, paths);
            }
        });
        return own;
    }

    /** {@code STATE_DIRECTORY} for {@code StateDirectory}. */
    private static String variable(String directive) {
        return directive.replace("Directory", "_DIRECTORY").toUpperCase(java.util.Locale.ROOT);
    }

    private void makeOwn() {
        String owner = properties.getOrDefault("User", "");
        own().forEach((directive, paths) -> paths.forEach(path -> {
            String place = room.place(path);
            if (directive.equals("RuntimeDirectory")) {
                room.run("empty " + path, "rm", "-rf", "--", place);
            }
            room.run("make " + path, "sh", "-ec", """
                    [ ! -e "$1" ] || exit 0
                    mkdir -p -- "$1"
                    [ -z "$2" ] || chown "$2:" -- "$1"
                    """, "sh", place, owner);
        }));
        String pidFile = properties.getOrDefault("PIDFile", "");
        if (pidFile.startsWith("/")) {
            room.run("remove " + pidFile, "rm", "-f", "--", room.place(pidFile));
        }
    }

    private ScratchUnit unit(String role, List<UnitFile> texts) {
        SortedMap<String, List<String>> own = new TreeMap<>();
        own().forEach((directive, paths) -> own.put(variable(directive), paths));
        int at = original.stem().indexOf('@');
        UnitName name = new UnitName(ScratchRoom.NAME + "-" + role + number
                + (at < 0 ? "" : original.stem().substring(at)) + ".service");
        return new ScratchUnit(
                name,
                original,
                texts,
                room.network(),
                room.folders(),
                own,
                limits.end().toSeconds());
    }

    /**
     * Tries the unit that these texts make.
     *
     * @param isWhole whether it is looked at for longer
     * @param open what is writable without a word
     */
    Outcome run(List<UnitFile> texts, boolean isWhole, Set<String> open) {
        number++;
        begun = Instant.now();
        room.cover();
        makeOwn();
        ScratchUnit copy = unit("", texts);
        room.writeUnit(copy.name(), copy.text());
        Optional<String> why = work(copy.name(), isWhole);
        systemctl(limits.start(), "stop", copy.name());
        String end = room.property(copy.name(), "Result");
        if (why.isEmpty() && usualEnd.isPresent() && !usualEnd.get().equals(end)) {
            why = Optional.of("it does not stop as usual: " + end);
        }
        List<String> lines = why.isPresent() ? journal(copy.name()) : List.of();
        SortedSet<String> writes = Written.writable(room.changes(), open);
        systemctl(SHORT, "reset-failed", copy.name());
        if (why.isPresent()) {
            return new Outcome.Failed(why.get(), lines, writes);
        }
        if (usualEnd.isEmpty()) {
            usualEnd = Optional.of(end);
            // What does not answer in many times the time that it takes without hardening does not answer.
            Duration enough = Duration.between(begun, Instant.now()).multipliedBy(4);
            patience = enough.compareTo(limits.start()) < 0 ? enough : limits.start();
        }
        return new Outcome.Passed(writes);
    }

    /** What goes wrong, if anything. */
    private Optional<String> work(UnitName copy, boolean isWhole) {
        long begin = System.nanoTime();
        Programs.Result started = systemctl(limits.start(), "start", copy);
        if (!started.isSuccess()) {
            return Optional.of(
                    started.exitCode() < 0
                            ? "it does not start within " + limits.start().toSeconds() + " s"
                            : "it does not start: " + state(copy));
        }
        Optional<String> why = answers(copy, begin)
                .or(() -> exercises.stream()
                        .flatMap(command -> succeeds(copy, command, begin).stream())
                        .findFirst());
        if (why.isEmpty() && properties.getOrDefault("CanReload", "").equals("yes")) {
            if (!systemctl(limits.start(), "reload", copy).isSuccess()) {
                return Optional.of("it does not reload: " + state(copy));
            }
            why = answers(copy, System.nanoTime());
        }
        return why.isEmpty() && isWhole ? staysWell(copy) : why;
    }

    /** Waits until all probes pass at once. */
    private Optional<String> answers(UnitName copy, long begin) {
        while (true) {
            List<String> failures = probes.failures();
            if (!isUp(copy)) {
                return Optional.of("it does not stay up: " + state(copy));
            }
            if (failures.isEmpty()) {
                return Optional.empty();
            }
            if (System.nanoTime() - begin > patience.toNanos()) {
                return Optional.of(failures.getFirst());
            }
            pause();
        }
    }

    private Optional<String> staysWell(UnitName copy) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < limits.whole().toNanos()) {
            List<String> failures = probes.failures();
            if (!isUp(copy)) {
                return Optional.of("it does not stay up: " + state(copy));
            }
            if (!failures.isEmpty()) {
                return Optional.of("after a while: " + failures.getFirst());
            }
            pause();
        }
        return Optional.empty();
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("cannot go on: interrupted", "run it again");
        }
    }

    /** Tries a command until it succeeds, for nothing else may tell that a service without probes is ready. */
    private Optional<String> succeeds(UnitName copy, String command, long begin) {
        Optional<String> why = exercise(command);
        while (why.isPresent() && isUp(copy) && System.nanoTime() - begin < patience.toNanos()) {
            pause();
            why = exercise(command);
        }
        return why;
    }

    /** A command among the folders and in the network of the copy, with all of root's rights. */
    private Optional<String> exercise(String command) {
        String argument = switch (Quoting.argument(command)) {
            case Quoted.Text text -> text.text();
            case Quoted.Refused refused ->
                throw Failure.usage("cannot run the exercise: " + refused.why(), "write it to a script");
        };
        String text = "[Service]\nType=oneshot\nExecStart=/bin/sh -c " + argument + "\n";
        ScratchUnit unit = unit("exercise", List.of(parse(text)));
        room.writeUnit(unit.name(), unit.text());
        Programs.Result result = systemctl(limits.start(), "start", unit.name());
        if (result.isSuccess()) {
            return Optional.empty();
        }
        List<String> lines = journal(unit.name());
        systemctl(SHORT, "stop", unit.name());
        systemctl(SHORT, "reset-failed", unit.name());
        // The lines of systemd come after what the command itself has written.
        return Optional.of("the exercise fails: "
                + lines.stream()
                        .filter(line -> !line.startsWith("Starting "))
                        .findFirst()
                        .orElse(state(unit.name())));
    }

    static UnitFile parse(String text) {
        return UnitFile.parse("unit", text)
                .value()
                .orElseThrow(() -> Failure.failed(
                        "cannot read the files of the unit: they are no unit files",
                        "systemd-analyze verify says more"));
    }

    private boolean isUp(UnitName copy) {
        if (properties.getOrDefault("Type", "").equals("oneshot")) {
            return true;
        }
        String state = room.property(copy, "ActiveState");
        return state.equals("active") || state.equals("reloading");
    }

    private String state(UnitName copy) {
        Map<String, String> shown = UnitProperties.show(
                        programs, List.of("ActiveState", "Result", "ExecMainStatus"), List.of(copy))
                .getOrDefault(copy, Map.of());
        String status = shown.getOrDefault("ExecMainStatus", "0");
        return shown.getOrDefault("Result", "") + (status.equals("0") ? "" : ", status " + status);
    }

    /** What the copy wrote, and systemd of it. */
    private List<String> journal(UnitName copy) {
        programs.run(SHORT, List.of("journalctl", "--sync"));
        Programs.Result result = programs.run(
                SHORT,
                List.of(
                        "journalctl",
                        "--no-pager",
                        "--output=cat",
                        "--lines=" + MOST_LINES,
                        // Copies of an earlier run had the same names.
                        "--since=@" + begun.getEpochSecond(),
                        "--unit=" + copy.text()));
        // Many of Debian's services write to files of their own instead.
        return Stream.concat(room.logged(MOST_LINES).stream(), result.out().lines())
                .map(line -> line.replaceAll("\\p{Cntrl}(\\[[0-9;]*m)?", ""))
                .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private Programs.Result systemctl(Duration deadline, String verb, UnitName unit) {
        return programs.run(deadline, List.of("systemctl", "--no-ask-password", verb, "--", unit.text()));
    }
}
