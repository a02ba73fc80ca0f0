package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.unit.NastyText;

/**
 * From the YAML text through apply and a real systemd to a real process: what a spec says arrives byte for byte, or apply refuses
 * it and says where; it never becomes another directive.
 */
@OnEverySuite
class ValuesLabTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPEC = "/etc/upkeep/conf.d/values.yaml";
    private static final String OUT = "/run/values/";
    private static final int LONGEST_NAME = 255;
    private static final List<String> TEXTS = NastyText.all().toList();
    private static final Pattern ERROR =
            Pattern.compile("(?m)^" + Pattern.quote(SPEC) + ":([0-9]+):([0-9]+): error: (cannot .+)$");

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Packaged.boot(suite, "values");
        for (String what : List.of("cmdline", "environ")) {
            script("dump-" + what, "cat /proc/$$/" + what + " >" + OUT + "\"$1\"");
        }
        script("dump-directory", "readlink -n /proc/$$/cwd >" + OUT + "\"$1\"");
        machine.run("mkdir", "/run/values").orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static void script(String name, String line) {
        machine.write(
                "/usr/local/bin/" + name, ("#!/bin/sh -eu\n" + line + "\n").getBytes(StandardCharsets.UTF_8), "755");
    }

    /** A text as YAML, in double quotes; a brace behind a dollar sign would be a placeholder of ours. */
    private static String yaml(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${").codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || (c >= 0x7f && c < 0x100) || (c >= 0x2000 && c < 0x2100) || c == 0xFEFF) {
                quoted.append(String.format("\\u%04X", c));
            } else if (c > 0xFFFF) {
                quoted.append(String.format("\\U%08X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private static List<String> dumped(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(machine.root().resolve(OUT.substring(1) + name));
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(text.endsWith("\0"), name);
        return List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }

    private static JsonNode property(String unit, String interfaceName, String property) throws IOException {
        String path =
                "/org/freedesktop/systemd1/unit/" + unit.replace("-", "_2d").replace(".", "_2e");
        return JSON.readTree(machine.run(
                                "busctl",
                                "--json=short",
                                "get-property",
                                "org.freedesktop.systemd1",
                                path,
                                "org.freedesktop.systemd1." + interfaceName,
                                property)
                        .orFail()
                        .out())
                .get("data");
    }

    /** The command lines that systemd has loaded, as lists of arguments. */
    private static List<List<String>> commands(String unit, String property) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        property(unit, "Service", property).forEach(command -> {
            List<String> arguments = new ArrayList<>();
            command.get(1).forEach(argument -> arguments.add(argument.asText()));
            commands.add(arguments);
        });
        return commands;
    }

    private static List<String> command(String program, String out) {
        return Stream.concat(Stream.of("/usr/local/bin/" + program, out), TEXTS.stream())
                .toList();
    }

    private static String yaml(List<String> words) {
        return "[" + String.join(", ", words.stream().map(ValuesLabTest::yaml).toList()) + "]";
    }

    @Test
    void argumentsAndVariablesReachTheProcessByteForByte() throws IOException {
        StringBuilder environment = new StringBuilder();
        SortedMap<String, String> variables = new TreeMap<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            variables.put("V" + i, TEXTS.get(i));
            environment
                    .append("      V")
                    .append(i)
                    .append(": ")
                    .append(yaml(TEXTS.get(i)))
                    .append('\n');
        }
        machine.write(
                SPEC,
                "services:\n"
                        + "  arguments:\n"
                        + "    type: oneshot\n"
                        + "    user: root\n"
                        + "    exec: " + yaml(command("dump-cmdline", "exec")) + "\n"
                        + "    before-start: [" + yaml(command("dump-cmdline", "before-start")) + "]\n"
                        + "    stop: {exec: " + yaml(command("dump-cmdline", "stop")) + "}\n"
                        + "  variables:\n"
                        + "    type: oneshot\n"
                        + "    user: root\n"
                        + "    exec: [/usr/local/bin/dump-environ, environment]\n"
                        + "    environment:\n" + environment);
        machine.run("upkeep", "apply").orFail();

        for (String place : List.of("exec", "before-start", "stop")) {
            List<String> arguments = dumped(place);
            // The interpreter, its option and the script come first.
            assertEquals(TEXTS, arguments.subList(arguments.indexOf(place) + 1, arguments.size()), place);
        }
        SortedMap<String, String> seen = new TreeMap<>();
        for (String assignment : dumped("environment")) {
            int equals = assignment.indexOf('=');
            if (assignment.matches("(?s)V[0-9]+=.*")) {
                seen.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        assertEquals(variables, seen);

        assertEquals(List.of(command("dump-cmdline", "exec")), unescaped(commands("arguments.service", "ExecStart")));
        assertEquals(
                List.of(command("dump-cmdline", "before-start")),
                unescaped(commands("arguments.service", "ExecStartPre")));
        assertEquals(List.of(command("dump-cmdline", "stop")), unescaped(commands("arguments.service", "ExecStop")));
        assertNothingElse("arguments.service", List.of("ExecStartPost", "ExecReload", "ExecStopPost", "ExecCondition"));
        assertEquals(1, commands("variables.service", "ExecStart").size());
        assertNothingElse(
                "variables.service",
                List.of("ExecStartPre", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost", "ExecCondition"));
    }

    /** systemd keeps a doubled dollar sign until it runs the command. */
    private static List<List<String>> unescaped(List<List<String>> commands) {
        return commands.stream()
                .map(words ->
                        words.stream().map(word -> word.replace("$$", "$")).toList())
                .toList();
    }

    private static void assertNothingElse(String unit, List<String> properties) throws IOException {
        for (String property : properties) {
            assertEquals(List.of(), commands(unit, property), unit + " " + property);
        }
        assertFalse(machine.run("test", "-e", "/x").ok(), "a value became a directive and ran");
    }

    /** One service a text in each place that holds one line; which are accepted, apply tells. */
    private record Candidate(String name, String text, String lines) {}

    private static List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            String text = TEXTS.get(i);
            candidates.add(candidate("d" + i, text, "[/usr/bin/true]", "description", text));
            candidates.add(candidate(
                    "w" + i, text, "[/usr/local/bin/dump-directory, w" + i + "]", "directory", "/srv/values/" + text));
            candidates.add(candidate(
                    "e" + i,
                    text,
                    "[/usr/local/bin/dump-environ, e" + i + "]",
                    "environment-file",
                    "/srv/files/" + text));
        }
        return candidates;
    }

    private static Candidate candidate(String name, String text, String exec, String key, String value) {
        // Without the placeholder's escape: these are no texts that have placeholders.
        String quoted = yaml(value).replace("$${", "${");
        return new Candidate(
                name,
                text,
                "  " + name + ": {type: oneshot, user: root, exec: " + exec + ", " + key + ": " + quoted + "}\n");
    }

    private static String spec(List<Candidate> candidates) {
        return "services:\n"
                + String.join("", candidates.stream().map(Candidate::lines).toList());
    }

    /** Applies; what is refused at its line is taken out, until the rest is accepted. */
    private static List<Candidate> applied(List<Candidate> candidates, Map<String, String> refused) {
        List<Candidate> rest = new ArrayList<>(candidates);
        while (true) {
            machine.write(SPEC, spec(rest));
            Result apply = machine.run("upkeep", "apply", "--no-start", "--strict");
            if (apply.ok()) {
                return rest;
            }
            assertEquals(2, apply.exit(), apply::toString);
            List<Candidate> out = new ArrayList<>();
            Matcher errors = ERROR.matcher(apply.err());
            while (errors.find()) {
                // The first line is "services:".
                Candidate wrong = rest.get(Integer.parseInt(errors.group(1)) - 2);
                int column = Integer.parseInt(errors.group(2));
                assertTrue(wrong.lines().startsWith("\"", column - 1), () -> "not at the value: " + apply);
                out.add(wrong);
                refused.put(wrong.name(), errors.group(3));
            }
            assertFalse(out.isEmpty(), apply::toString);
            rest.removeAll(out);
        }
    }

    @Test
    void textsOfOneLineArriveOrAreRefused() throws IOException {
        List<String> possible = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            // A name that no file can have is not the matter here.
            boolean fits = Stream.of(TEXTS.get(i).split("/", -1))
                    .allMatch(part -> part.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME);
            if (fits) {
                possible.add(TEXTS.get(i));
                Files.createDirectories(machine.root().resolve("srv/values/" + TEXTS.get(i)));
                Path file = machine.root().resolve("srv/files/" + TEXTS.get(i));
                Files.createDirectories(file.getParent());
                if (!TEXTS.get(i).isEmpty()) {
                    Files.writeString(file, "WHICH=" + i + "\n");
                }
            }
        }
        Map<String, String> refused = new HashMap<>();
        List<Candidate> accepted = applied(candidates(), refused).stream()
                .filter(candidate -> candidate.name().startsWith("d") || possible.contains(candidate.text()))
                // That is the directory, and no file.
                .filter(candidate ->
                        !(candidate.name().startsWith("e") && candidate.text().isEmpty()))
                .toList();
        String[] start = Stream.concat(
                        Stream.of("systemctl", "start"),
                        accepted.stream().map(candidate -> candidate.name() + ".service"))
                .toArray(String[]::new);
        Result started = machine.run(start);

        Map<String, String> loaded = loaded(accepted);
        for (Candidate candidate : accepted) {
            String name = candidate.name();
            Path out = machine.root().resolve(OUT.substring(1) + name);
            switch (name.charAt(0)) {
                case 'd' -> assertEquals(candidate.text(), loaded.get(name + ".service Description"), name);
                case 'w' -> {
                    String directory = Path.of("/srv/values/" + candidate.text())
                            .normalize()
                            .toString();
                    assertEquals(directory, Files.readString(out), started::toString);
                }
                default ->
                    assertTrue(
                            dumped(name).contains("WHICH=" + name.substring(1)),
                            () -> candidate.text() + "\n" + started);
            }
            assertEquals("1 0 0 0", loaded.get(name + ".service"), name);
        }
        assertFalse(machine.run("test", "-e", "/x").ok(), "a value became a directive and ran");
        System.out.println(suite.codename() + ": " + accepted.size() + " texts of one line arrived, " + refused.size()
                + " were refused");
        List<String> notLines = IntStream.range(0, TEXTS.size())
                .filter(i -> TEXTS.get(i).contains("\n") || TEXTS.get(i).contains("\r"))
                .mapToObj(Integer::toString)
                .toList();
        assertFalse(notLines.isEmpty());
        for (String i : notLines) {
            assertTrue(
                    refused.keySet().containsAll(List.of("d" + i, "w" + i, "e" + i)), TEXTS.get(Integer.parseInt(i)));
        }
        for (String plain : List.of("%h", "100%", "$PATH", "it's \"quoted\"", "a ; b", "#no comment", "a=b")) {
            assertFalse(refused.containsKey("d" + TEXTS.indexOf(plain)), plain);
        }
    }

    /** Of each unit the description, and how many commands it has of each kind. */
    private static Map<String, String> loaded(List<Candidate> candidates) {
        Map<String, String> loaded = new HashMap<>();
        String[] show = Stream.concat(
                        Stream.of(
                                "systemctl",
                                "show",
                                "--property=Id,Description,ExecStart,ExecStartPre,ExecStartPost,ExecStop"),
                        candidates.stream().map(candidate -> candidate.name() + ".service"))
                .toArray(String[]::new);
        String all = machine.run(show).orFail().out();
        for (String block : all.split("\n\n", -1)) {
            Map<String, Integer> counts = new HashMap<>();
            String id = "";
            String description = "";
            for (String line : block.lines().toList()) {
                String key = line.substring(0, Math.max(0, line.indexOf('=')));
                String value = line.substring(line.indexOf('=') + 1);
                switch (key) {
                    case "Id" -> id = value;
                    case "Description" -> description = value;
                    default -> counts.merge(key, value.isEmpty() ? 0 : 1, Integer::sum);
                }
            }
            loaded.put(id + " Description", description);
            loaded.put(
                    id,
                    String.join(
                            " ",
                            Stream.of("ExecStart", "ExecStartPre", "ExecStartPost", "ExecStop")
                                    .map(key -> Integer.toString(counts.getOrDefault(key, 0)))
                                    .toList()));
        }
        return loaded;
    }
}
