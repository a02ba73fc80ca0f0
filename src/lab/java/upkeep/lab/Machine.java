package upkeep.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A booted Debian with a real systemd: up in half a second, gone with {@link #close}, or with this JVM however that ends.
 *
 * <p>One per test class is meant, with unit names of its own per test. Needs root; loopback network only, so every machine has all
 * ports to itself. Methods that run a command throw {@link AssertionError} when it exceeds its limit. Safe for use by several
 * threads.
 */
public final class Machine implements AutoCloseable {
    /** The limit of a command that is given none. */
    public static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration REBOOT_LIMIT = Duration.ofMinutes(3);
    private static final byte[] NOTHING = new byte[0];
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Suite suite;
    private final String name;
    private final Process holder;
    private volatile Map<String, String> ready;
    private volatile Journal journal;

    private Machine(Suite suite, String name, Process holder, Map<String, String> ready) throws IOException {
        this.suite = suite;
        this.name = name;
        this.holder = holder;
        this.ready = ready;
        this.journal = Journal.follow(this);
    }

    /**
     * Boots a machine and waits until its systemd has started everything.
     *
     * @param label part of the machine's name, for people who look at process lists; letters, digits and dashes are kept
     * @param nspawnArguments options of systemd-nspawn(1), such as {@code --bind-ro=/host/folder:/opt/x}
     * @throws IllegalStateException when it does not come up; the reason is on standard error
     */
    public static Machine boot(Suite suite, String label, String... nspawnArguments) {
        return boot(suite, suite.codename(), label, nspawnArguments);
    }

    /** Boots one in which there is a server of every protocol that upkeep speaks, none of them started. */
    public static Machine bootServers(String label, String... nspawnArguments) {
        return boot(Suite.TRIXIE, "servers", label, nspawnArguments);
    }

    private static Machine boot(Suite suite, String base, String label, String... nspawnArguments) {
        String name = name(suite, label);
        List<String> arguments = new ArrayList<>(List.of("hold", name, base));
        arguments.addAll(List.of(nspawnArguments));
        try {
            // The standard input stays a pipe of ours: it ends when this JVM does, and with it the machine.
            Process holder =
                    LabScript.process(arguments).redirectError(Redirect.INHERIT).start();
            BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            if (line == null || !line.startsWith("READY ")) {
                holder.getOutputStream().close();
                throw new IllegalStateException("cannot boot " + name + ": see above, and `src/lab/lab need`");
            }
            return new Machine(suite, name, holder, pairs(line));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot boot " + name, e);
        }
    }

    private static String name(Suite suite, String label) {
        String clean = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
        return "m-" + clean.substring(0, Math.min(clean.length(), 20)) + "-" + suite.codename() + "-"
                + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    }

    private static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return Map.copyOf(pairs);
    }

    /** Shuts the machine down and boots it anew on the same root, with an empty /run; {@link #journal} begins anew, too. */
    public void reboot() {
        journal.close();
        Result result =
                LabScript.call(List.of("reboot", name), NOTHING, REBOOT_LIMIT).orFail();
        ready = pairs(result.text());
        try {
            journal = Journal.follow(this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow the journal of " + name, e);
        }
    }

    /** The package that the system property {@code upkeep.deb} names; `./test` builds it and sets that. */
    public static Optional<Path> packageFile() {
        return Optional.ofNullable(System.getProperty("upkeep.deb"))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(Files::isRegularFile);
    }

    public Suite suite() {
        return suite;
    }

    /** The name for {@code src/lab/lab run NAME …}, unique on this host. */
    public String name() {
        return name;
    }

    /** The machine's pid 1 in the host's numbers. */
    public long leader() {
        return Long.parseLong(ready.getOrDefault("pid", "0"));
    }

    /** The process that holds the machine: it ends when this one does. */
    public ProcessHandle holder() {
        return holder.toHandle();
    }

    /** The machine's root seen from the host; to read only, since an absolute link met on the way leads into the host. */
    public Path root() {
        return Path.of(ready.getOrDefault("root", ""));
    }

    /** The machine's system bus; SASL EXTERNAL as root is accepted. */
    public SocketAddress bus() {
        return UnixDomainSocketAddress.of(busPath());
    }

    /** The path of the bus socket on the host. */
    public Path busPath() {
        return root().resolve("run/dbus/system_bus_socket");
    }

    /** The journal since the last boot. */
    public Journal journal() {
        return journal;
    }

    /** Runs a command as root, in no unit. The environment holds PATH, HOME and a UTF-8 locale only. */
    public Result run(String... command) {
        return run(COMMAND_LIMIT, command);
    }

    /** The same with a limit of its own. */
    public Result run(Duration limit, String... command) {
        return call("run", limit, NOTHING, command);
    }

    /** Runs a text as {@code sh -eu}. */
    public Result shell(String script) {
        return run("sh", "-euc", script);
    }

    /** Runs a command as a transient unit of its own, with a control group, and waits for its end. */
    public Result service(String... command) {
        return call("svc", COMMAND_LIMIT, NOTHING, command);
    }

    private Result call(String verb, Duration limit, byte[] input, String... command) {
        List<String> arguments = new ArrayList<>(List.of(verb, name));
        arguments.addAll(List.of(command));
        return LabScript.call(arguments, input, limit);
    }

    /** Writes a file, mode 0644, and the folders above it. */
    public void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8), "644");
    }

    /**
     * Writes a file and the folders above it; an existing one is replaced in one step.
     *
     * @param mode octal digits
     */
    public void write(String path, byte[] content, String mode) {
        LabScript.call(List.of("put", name, path, mode), content, COMMAND_LIMIT).orFail();
    }

    /** Copies a file of the host into the machine, with mode 0644, or 0755 where it is executable. */
    public void copyIn(Path source, String path) {
        try {
            write(path, Files.readAllBytes(source), Files.isExecutable(source) ? "755" : "644");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + source + " into " + name, e);
        }
    }

    /** The lines of a file that are whole: one that is being written has not come yet. */
    public Stream<String> lines(String path) {
        String text = read(path);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** The text of a file in the machine. */
    public String read(String path) {
        return run("cat", "--", path).orFail().out();
    }

    /** Copies a file of the machine to the host. */
    public void copyOut(String path, Path target) {
        try {
            Path real =
                    root().resolve(run("realpath", "--", path).orFail().text().substring(1));
            Files.copy(real, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + path + " out of " + name, e);
        }
    }

    /** Installs a Debian package from the host with dpkg; what it depends on has to be in the machine already. */
    public Result install(Path deb) {
        copyIn(deb, "/var/tmp/" + deb.getFileName());
        return run(Duration.ofMinutes(3), "dpkg", "--install", "/var/tmp/" + deb.getFileName());
    }

    /** Writes a unit file to /etc/systemd/system and has systemd read it. */
    public void unit(String unitName, String text) {
        write("/etc/systemd/system/" + unitName, text);
        run("systemctl", "daemon-reload").orFail();
    }

    /** A property of a unit as {@code systemctl show} prints it. */
    public String property(String unitName, String property) {
        return run("systemctl", "show", "--property=" + property, "--value", "--", unitName)
                .orFail()
                .text();
    }

    /**
     * Waits until a property of a unit passes. It is read again whenever anything is written to the journal, and ten times a
     * second, for the properties whose change no entry tells.
     *
     * @return the value that passed
     * @throws AssertionError when it does not pass within the limit, with the last value
     */
    public String awaitProperty(String unitName, String property, Duration limit, Predicate<String> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        String value = property(unitName, property);
        while (!wanted.test(value)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(property + " of " + unitName + " is still '" + value + "' after "
                        + limit.toMillis() + " ms in " + name);
            }
            journal.awaitGrowth(LOOK_AGAIN);
            value = property(unitName, property);
        }
        return value;
    }

    /** Waits until a unit is in this ActiveState. */
    public void awaitState(String unitName, String activeState, Duration limit) {
        awaitProperty(unitName, "ActiveState", limit, activeState::equals);
    }

    /** Powers the machine off and waits until nothing of it is left. */
    @Override
    public void close() {
        // First, because systemd of Debian 12 waits ten seconds for processes that are not its children.
        journal.close();
        try {
            holder.getOutputStream().close();
            if (!holder.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                holder.destroyForcibly();
                throw new AssertionError("machine " + name + " did not end within " + STOP_LIMIT.toSeconds() + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            holder.destroyForcibly();
        }
    }
}
