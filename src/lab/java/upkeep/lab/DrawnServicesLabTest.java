package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import upkeep.drawn.DrawnService;
import upkeep.drawn.DrawnServices;

/**
 * What a process receives is what the spec says: arguments, environment, working directory and credentials of services that
 * were drawn by chance, each run by a real systemd. {@code -Dupkeep.drawn.seed=N} draws those of an earlier run again, and
 * {@code -Dupkeep.drawn.services=N} another number.
 */
@OnEverySuite
class DrawnServicesLabTest {

    private static final int SERVICES = Integer.getInteger("upkeep.drawn.services", 300);
    private static final int A_FILE = 100;
    private static final int AT_ONCE = 200;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String OUT = "run/drawn/";
    private static final String RECORD = "/usr/local/bin/record";

    /** What systemd sets by itself, systemd.exec(5). */
    private static final Set<String> OF_SYSTEMD = Set.of(
            "PATH",
            "LANG",
            "LC_ALL",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "SYSTEMD_EXEC_PID",
            "CREDENTIALS_DIRECTORY",
            "MEMORY_PRESSURE_WATCH",
            "MEMORY_PRESSURE_WRITE");

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void processesReceiveWhatTheSpecSays() throws IOException {
        long seed = Long.getLong("upkeep.drawn.seed", new Random().nextLong());
        System.out.println(suite.codename() + ": -Dupkeep.drawn.seed=" + seed);
        Map<String, DrawnService> services = new TreeMap<>();
        for (DrawnService service : DrawnServices.draw(seed, SERVICES)) {
            services.put("drawn-" + services.size(), service);
        }
        try (Machine machine = Packaged.boot(suite, "drawn")) {
            machine.write(RECORD, """
                    #!/bin/sh -eu
                    cat /proc/$$/cmdline >/run/drawn/"$1".arguments
                    cat /proc/$$/environ >/run/drawn/"$1".environment
                    readlink -n /proc/$$/cwd >/run/drawn/"$1".directory
                    if [ -n "${CREDENTIALS_DIRECTORY:-}" ]; then cp -r "$CREDENTIALS_DIRECTORY" /run/drawn/"$1".credentials; fi
                    """.getBytes(StandardCharsets.UTF_8), "755");
            machine.run("mkdir", "/run/drawn").orFail();
            prepare(machine.root(), services);
            describe(machine, services);
            // What an apply does beside, such as measuring the exposure of each, takes longer than all that is tried
            // here.
            machine.run(LIMIT, "upkeep", "render", "--output", "/srv/rendered").orFail();
            machine.shell("cp -r /srv/rendered/etc/systemd/system/. /run/systemd/system/ && systemctl daemon-reload")
                    .orFail();
            start(machine, List.copyOf(services.keySet()));
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<String, DrawnService> each : services.entrySet()) {
                compare(machine.root().resolve(OUT), each.getKey(), each.getValue(), wrong);
            }
            assertEquals(List.of(), wrong, () -> "seed " + seed);
        }
    }

    /** Through the machine's root as it is seen from here: these are texts that no shell should have to pass on. */
    private static void prepare(Path root, Map<String, DrawnService> services) throws IOException {
        for (Map.Entry<String, DrawnService> each : services.entrySet()) {
            String name = each.getKey();
            DrawnService service = each.getValue();
            Files.createDirectories(root.resolve(service.directory(name).substring(1)));
            Map<String, String> files = service.files(name);
            for (Map.Entry<String, DrawnService.Secret> credential :
                    service.credentials().entrySet()) {
                String file = files.getOrDefault(credential.getKey(), "");
                Files.writeString(
                        root.resolve(file.substring(1)), credential.getValue().content());
            }
        }
    }

    private static void describe(Machine machine, Map<String, DrawnService> services) {
        List<String> entries = services.entrySet().stream()
                .map(each -> each.getValue().yaml(each.getKey(), RECORD))
                .toList();
        for (int from = 0; from < entries.size(); from += A_FILE) {
            String spec = String.join("", entries.subList(from, Math.min(from + A_FILE, entries.size())));
            machine.write("/etc/upkeep/conf.d/drawn-" + from + ".yaml", "services:\n" + spec);
        }
    }

    private static void start(Machine machine, List<String> names) {
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> units = names.subList(from, Math.min(from + AT_ONCE, names.size())).stream()
                    .map(name -> name + ".service")
                    .toList();
            String[] start = Stream.concat(Stream.of("systemctl", "start"), units.stream())
                    .toArray(String[]::new);
            Result started = machine.run(LIMIT, start);
            assertTrue(
                    started.ok(),
                    () -> machine.run("journalctl", "--priority=warning", "--lines=50", "--no-pager")
                            .out());
        }
    }

    private static void compare(Path out, String name, DrawnService service, List<String> wrong) throws IOException {
        List<String> arguments = parts(out.resolve(name + ".arguments"));
        // The interpreter, its option and the script come first.
        compare(name, "arguments", service.arguments(), arguments.subList(4, arguments.size()), wrong);
        Map<String, String> environment = new TreeMap<>();
        for (String variable : parts(out.resolve(name + ".environment"))) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        environment.keySet().removeAll(OF_SYSTEMD);
        compare(name, "environment", new TreeMap<>(service.environment()), environment, wrong);
        compare(name, "directory", service.directory(name), Files.readString(out.resolve(name + ".directory")), wrong);
        Map<String, String> wanted = new TreeMap<>();
        service.credentials().forEach((credential, secret) -> wanted.put(credential, secret.content()));
        Map<String, String> credentials = new TreeMap<>();
        Path folder = out.resolve(name + ".credentials");
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    credentials.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        compare(name, "credentials", wanted, credentials, wrong);
    }

    private static void compare(String name, String what, Object wanted, Object received, List<String> wrong) {
        if (!wanted.equals(received)) {
            wrong.add(name + ": " + what + ": the spec says " + wanted + ", and it received " + received);
        }
    }

    private static List<String> parts(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
