package upkeep.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link Machine} in which the Debian package is installed and upkeepd runs.
 *
 * <p>What upkeepd knows is asked for over the bus, which takes some milliseconds where the command takes half a second;
 * {@link #upkeep} runs the command itself. Methods that wait throw {@link AssertionError} after {@link #LIMIT}, with what they saw.
 */
public final class Installed implements AutoCloseable {
    /** The longest wait for something that is to happen soon; generous, since the host may be busy with other things. */
    public static final Duration LIMIT = Duration.ofSeconds(90);

    /** systemd's message that a unit has failed; it tells why in UNIT_RESULT. */
    private static final String FAILED = "d9b373ed55a64feb8242e02dbe79a49c";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Path PROGRAMS = Path.of("src/lab/programs");
    private static final String PACKAGE = "/var/tmp/upkeep.deb";
    private static final String INSTALL = "/var/tmp/install.sh";
    private static final int MOST_EVENTS = 2_000;
    private static final String MANAGER = "Manager";

    /** {@code -Dupkeep.lab.opened=true} has every test print what upkeepd opened in it that docs/security.md does not explain. */
    private static final boolean IS_TRACED = Boolean.getBoolean("upkeep.lab.opened");

    private final Machine machine;

    private Installed(Machine machine) {
        this.machine = machine;
    }

    /**
     * Boots a machine, installs the package, and waits until upkeepd is ready.
     *
     * @throws IllegalStateException when the system property {@code upkeep.deb} names no package
     */
    public static Installed boot(Suite suite, String label) {
        return install(() -> Machine.boot(suite, label), IS_TRACED);
    }

    /** The same, and {@link Opened} sees what upkeepd opens. */
    static Installed bootTraced(Suite suite, String label) {
        return install(() -> Machine.boot(suite, label), true);
    }

    /**
     * The same with a server of every protocol beside it, see {@link Machine#bootServers}.
     *
     * @param nspawnArguments options of systemd-nspawn(1)
     */
    public static Installed bootServers(String label, String... nspawnArguments) {
        return install(() -> Machine.bootServers(label, nspawnArguments), IS_TRACED);
    }

    private static Installed install(Supplier<Machine> boot, boolean isTraced) {
        Path deb = Machine.packageFile()
                .orElseThrow(() -> new IllegalStateException(
                        "cannot test the installed package: -Dupkeep.deb names none; ./test builds it"));
        Machine machine = boot.get();
        try {
            if (isTraced) {
                Opened.trace(machine);
            }
            machine.copyIn(deb, PACKAGE);
            machine.copyIn(PROGRAMS.resolve("install.sh"), INSTALL);
            machine.run(LIMIT, INSTALL, PACKAGE).orFail();
            machine.awaitState("upkeepd.service", "active", LIMIT);
            return new Installed(machine);
        } catch (RuntimeException | Error e) {
            machine.close();
            throw e;
        }
    }

    public Machine machine() {
        return machine;
    }

    /** Puts one of the programs in {@code src/lab/programs} to /srv/lab, where every user may read it. */
    public void program(String name) {
        machine.copyIn(PROGRAMS.resolve(name), "/srv/lab/" + name);
    }

    /** Replaces {@code /etc/upkeep/conf.d/lab.yaml}, applies, and tells what came of it. */
    public Result tryApply(String spec) {
        machine.write("/etc/upkeep/conf.d/lab.yaml", spec);
        return upkeep("apply");
    }

    /**
     * The same, and waits until every service with probes passes them and the others run.
     *
     * @param idle services that do not run yet
     */
    public void apply(String spec, String... idle) {
        tryApply(spec).orFail();
        Set<String> passedOver = Set.of(idle);
        await("every service is well", () -> {
            JsonNode services = status().path("services");
            return !services.isEmpty()
                    && stream(services)
                            .filter(service ->
                                    !passedOver.contains(service.path("name").asText()))
                            .allMatch(Installed::isWell);
        });
    }

    private static boolean isWell(JsonNode service) {
        return service.path("active-state").asText().equals("active")
                && Stream.of("ok", "none").anyMatch(service.path("health").asText()::equals);
    }

    /** Runs the command as root. */
    public Result upkeep(String... arguments) {
        return machine.run(
                Stream.concat(Stream.of("upkeep"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs the command as root with {@code --json} and parses what it prints. */
    public JsonNode json(String... arguments) {
        return parse(
                upkeep(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new))
                        .out());
    }

    /** {@code upkeep status --json}. */
    public JsonNode status() {
        return parse(call("Status", "asb", "0", "true"));
    }

    /** What {@link #status} says of one service. */
    public JsonNode service(String name) {
        return parse(call("Status", "asb", "1", name, "true")).path("services").path(0);
    }

    /** {@code upkeep alerts --json}. */
    public JsonNode alerts() {
        return parse(callOf("Alerts", "Alerts", "b", "true"));
    }

    /** What {@code upkeep why} prints. */
    public String why(String name) {
        return call("Why", "ssb", name, "", "false");
    }

    /** Ends a hold, forgets a stop, and gives a whole budget: what {@code upkeep release} does. */
    public void release(String name) {
        call("Release", "s", name);
    }

    /** The ledger's entries about a service or check, the oldest first. */
    public List<Recorded> events(String name) {
        JsonNode events = parse(call("Events", "sub", name, Integer.toString(MOST_EVENTS), "true"));
        return stream(events).map(Recorded::of).toList();
    }

    /** The number of the newest entry there is, for the methods that look at what came later. */
    public long newest() {
        return events("").stream().mapToLong(Recorded::number).max().orElse(0);
    }

    /** The entries about a service that are newer than that number. */
    public List<Recorded> since(long number, String name) {
        return events(name).stream().filter(entry -> entry.number() > number).toList();
    }

    /** What upkeep itself did to a service since that entry: restarts, starts, reloads. */
    public List<Recorded> orders(long number, String name) {
        return since(number, name).stream().filter(Recorded::isOrder).toList();
    }

    /** Waits for an entry about a service that is newer than that number. */
    public Recorded awaitEntry(long number, String name, String what, Predicate<Recorded> wanted) {
        List<Recorded> seen = new ArrayList<>();
        return awaitValue(
                () -> "in the ledger: " + what + "; it has:\n"
                        + seen.stream().map(Recorded::toString).collect(Collectors.joining("\n")),
                () -> {
                    seen.clear();
                    seen.addAll(since(number, name));
                    return seen.stream().filter(wanted).findFirst();
                });
    }

    /** Waits until a service is seen so by upkeepd. */
    public JsonNode awaitService(String name, String what, Predicate<JsonNode> wanted) {
        return awaitValue(
                () -> name + " " + what + "; it is " + service(name),
                () -> Optional.of(service(name)).filter(wanted));
    }

    /** Waits until the unit is up and the service's probes pass. */
    public void awaitWell(String name) {
        awaitService(
                name,
                "is well",
                service -> isWell(service) && service.path("incident").isNull());
    }

    /** Waits until that holds; it is looked at whenever the journal grows, and ten times a second. */
    public void await(String what, BooleanSupplier wanted) {
        await(() -> what, wanted);
    }

    /** The same, where it changes what is still waited for. */
    public void await(Supplier<String> what, BooleanSupplier wanted) {
        await(what, LIMIT, wanted);
    }

    /** The same for what takes longer than {@link #LIMIT}. */
    public void await(Supplier<String> what, Duration limit, BooleanSupplier wanted) {
        awaitValue(limit, what, () -> wanted.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    private <T> T awaitValue(Supplier<String> what, Supplier<Optional<T>> look) {
        return awaitValue(LIMIT, what, look);
    }

    private <T> T awaitValue(Duration limit, Supplier<String> what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<T> value = look.get();
        while (value.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "not within " + limit.toSeconds() + " s in " + machine.name() + ": " + what.get());
            }
            machine.journal().awaitGrowth(LOOK_AGAIN);
            value = look.get();
        }
        return value.get();
    }

    /**
     * Lets time pass in which nothing may happen. The only way to see that something is not done: the time has to be longer than the
     * one in which it would be.
     */
    public void observe(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (left > 0) {
            machine.journal().awaitGrowth(Duration.ofNanos(left));
            left = end - System.nanoTime();
        }
    }

    /** How soon a probe promises to see a fault, as {@code upkeep explain} tells it. */
    public Duration bound(String name, String probe) {
        return stream(json("explain", name).path("probes"))
                .filter(check -> check.path("check").asText().equals(name + "/" + probe))
                .map(check ->
                        Duration.ofNanos(1000 * check.path("bound-microseconds").asLong()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until upkeepd has a main process other than this one and answers over the bus; tells its pid. */
    public String awaitOtherDaemon(String pid) {
        String other = machine.awaitProperty(
                "upkeepd.service", "MainPID", LIMIT, value -> !value.equals("0") && !value.equals(pid));
        machine.awaitState("upkeepd.service", "active", LIMIT);
        await("upkeepd answers", () -> busctl("Status", "asb", "0", "true").ok());
        return other;
    }

    /** Waits until systemd says that the unit failed with this result. */
    public void awaitFailure(Journal.Mark since, String unit, String result) {
        JournalEntry failed = machine.journal().await(since, unit, FAILED, LIMIT);
        if (!failed.field("UNIT_RESULT").filter(result::equals).isPresent()) {
            throw new AssertionError("not failed by " + result + ": " + failed);
        }
    }

    /** Waits for a line of a unit's processes. */
    public void awaitLine(Journal.Mark since, String unit, String text) {
        machine.journal()
                .await(
                        since,
                        "'" + text + "' of " + unit,
                        LIMIT,
                        entry -> entry.unit().equals(unit) && entry.message().contains(text));
    }

    /** The unit of the cluster that Debian's package has made. */
    public String postgresql() {
        return machine.shell("pg_lsclusters --no-header | awk '{ print \"postgresql@\" $1 \"-\" $2 \".service\" }'")
                .orFail()
                .text();
    }

    /** Shuts the machine down, boots it anew, and waits until upkeepd answers. */
    public void reboot() {
        machine.reboot();
        machine.awaitState("upkeepd.service", "active", LIMIT);
        await("upkeepd answers", () -> busctl("Status", "asb", "0", "true").ok());
    }

    private Result busctl(String method, String... arguments) {
        return busctlOf(MANAGER, method, arguments);
    }

    private Result busctlOf(String part, String method, String... arguments) {
        String path = part.equals(MANAGER) ? "/org/upkeep1" : "/org/upkeep1/" + part;
        List<String> command = new ArrayList<>(
                List.of("busctl", "--json=short", "call", "org.upkeep1", path, "org.upkeep1." + part, method));
        command.addAll(List.of(arguments));
        return machine.run(command.toArray(String[]::new));
    }

    private String call(String method, String... arguments) {
        return callOf(MANAGER, method, arguments);
    }

    /** What a method of an interface of {@code org.upkeep1} has to print; waits while upkeepd is not on the bus. */
    private String callOf(String part, String method, String... arguments) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Result answer = busctlOf(part, method, arguments);
        while (!answer.ok() && System.nanoTime() - end < 0) {
            machine.journal().awaitGrowth(LOOK_AGAIN);
            answer = busctlOf(part, method, arguments);
        }
        JsonNode data = parse(answer.orFail().out()).path("data");
        if (data.path(0).asInt() == 2) {
            throw new AssertionError(
                    method + " " + List.of(arguments) + ": " + data.path(2).asText());
        }
        return data.path(1).asText();
    }

    /** What a text says that has to be JSON. */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    @Override
    public void close() {
        if (IS_TRACED) {
            Opened.tell(machine);
        }
        machine.close();
    }
}
