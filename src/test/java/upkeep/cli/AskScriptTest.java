package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that only ask upkeepd, with a command {@code busctl} of our own, which writes down what it is asked. */
class AskScriptTest {

    /** What the launcher says where it comes to the program itself, which is not there. */
    private static final String PROGRAM = "upkeep: error: cannot start: ";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeEach
    void layOut() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("share/lib"));
        for (String file : List.of("upkeep", "ask.sh", "runtime.sh")) {
            Files.copy(Path.of("src/main/launcher", file), bin.resolve(file));
        }
        answer(0, "", "");
    }

    private void busctl(String then) throws IOException {
        Path file = folder.resolve("busctl");
        String calls = folder.resolve("calls").toString();
        Files.writeString(
                file,
                "#!/bin/sh\nshift 7\nfor each in \"$@\"; do printf '%s|' \"$each\"; done >>'" + calls + "'\necho >>'"
                        + calls + "'\n" + then + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private void answer(int code, String out, String err) throws IOException {
        Path answer = folder.resolve("answer");
        Files.writeString(answer, "iss " + code + " \"" + escaped(out) + "\" \"" + escaped(err) + "\"\n");
        busctl("cat '" + answer + "'");
    }

    /** As busctl(1) writes texts. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            int c = one & 0xff;
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\\' -> escaped.append("\\\\");
                case '"' -> escaped.append("\\\"");
                case '\'' -> escaped.append("\\'");
                default -> escaped.append(c < ' ' || c >= 127 ? String.format("\\%03o", c) : String.valueOf((char) c));
            }
        }
        return escaped.toString();
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", folder.resolve("bin/upkeep").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", folder + ":/usr/bin:/bin");
        Path said = folder.resolve("said");
        builder.redirectError(said.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        err = Files.readString(said);
        return process.exitValue();
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "status # Manager|Status|asb|0|false|",
                "status web db@2 --json # Manager|Status|asb|2|web|db@2|true|",
                "why web # Manager|Why|ssb|web||false|",
                "why --at=14:05 --json web.service # Manager|Why|ssb|web.service|14:05|true|",
                "events # Manager|Events|sub||50|false|",
                "events -n 7 web # Manager|Events|sub|web|7|false|",
                "events --lines=7 --json # Manager|Events|sub||7|true|",
                "check web # Manager|Check|ss|web|text|",
                "check web/liveness --debug # Manager|Check|ss|web/liveness|steps|",
                "check --json web # Manager|Check|ss|web|json|",
                "check --json --debug web # Manager|Check|ss|web|json-steps|",
                "check --nagios web # Manager|Check|ss|web|nagios|",
                "availability # Manager|Availability|assb|0|30d|false|",
                "availability --since=7d web --json # Manager|Availability|assb|1|web|7d|true|",
                "alerts # Alerts|Alerts|b|false|",
                "release web # Manager|Release|s|web|",
                "accept exim # Manager|Accept|s|exim|",
                "hands-off --for 1h # Manager|HandsOff|ss|1h||",
                "hands-off --end # Manager|HandsOn|",
                "hold web # Manager|Hold|sss|web|4h||"
            })
    void isOneCall(String line, String call) throws Exception {
        assertEquals(0, run(line.strip().split(" +", -1)), err);
        assertEquals(List.of("org.upkeep1." + call.strip()), calls());
        assertEquals("", err);
    }

    /** That of 1000 checks, which a shell that looks for its end from the beginning takes minutes for. */
    @Test
    void aLongAnswerIsPrintedToo() throws Exception {
        String all = "{\"check\":\"web/liveness\",\"result\":\"passed\"}\n".repeat(8_000);
        answer(1, all, "one of them is not well\n");
        assertEquals(1, run("status", "--json"));
        assertEquals(all, out);
        assertEquals("one of them is not well\n", err);
    }

    @Test
    void severalNamesAreSeveralCallsAndAReasonIsOneWord() throws Exception {
        assertEquals(0, run("hold", "web", "--reason", "disk's $(full) \"now\"", "db", "--for", "30min"));
        assertEquals(
                List.of(
                        "org.upkeep1.Manager|Hold|sss|web|30min|disk's $(full) \"now\"|",
                        "org.upkeep1.Manager|Hold|sss|db|30min|disk's $(full) \"now\"|"),
                calls());
    }

    @Test
    void whatIsAnsweredIsPrintedAsItIs() throws Exception {
        String text = "It's \"100 %\" of C:\\new\\'dir\\ — größer\t\\\" \" \"\nand \\0 \u0001 $HOME `id`\n\n";
        answer(1, text, "error: cannot say \"it\"\n  hint: don't\n");
        assertEquals(1, run("status"));
        assertEquals(text, out);
        assertEquals("error: cannot say \"it\"\n  hint: don't\n", err);
    }

    @Test
    void theWorstExitCodeCounts() throws Exception {
        busctl("case $4 in web) printf '%s' 'iss 2 \"\" \"no\\n\"' ;; *) printf '%s' 'iss 0 \"yes\\n\" \"\"' ;; esac");
        assertEquals(2, run("release", "web", "db"));
        assertEquals("yes\n", out);
        assertEquals("no\n", err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --help",
                "status -h",
                "status --jsn",
                "status --json=yes",
                "status Web",
                "status we*b",
                "why",
                "why web db",
                "why web --at",
                "why --at",
                "events -n",
                "events -n x",
                "events -n 0",
                "events a b",
                "check",
                "check --now=tcp:80",
                "check --json --nagios web",
                "hold",
                "hold --for 1h",
                "release",
                "accept",
                "hands-off now",
                "alerts web",
                "--debug status"
            })
    void whatIsWrittenOtherwiseIsLeftToTheProgram(String line) throws Exception {
        assertEquals(1, run(line.split(" ", -1)));
        assertTrue(err.startsWith(PROGRAM), err);
        assertEquals(List.of(), calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'Call failed: not there' >&2; exit 1",
                "true",
                "echo 's \"something else\"'",
                "echo 'iss 0 \"\"'"
            })
    void soIsWhatGoesWrong(String busctl) throws Exception {
        busctl(busctl);
        assertEquals(1, run("status"));
        assertTrue(err.startsWith(PROGRAM), err);
        assertEquals("", out);
    }
}
