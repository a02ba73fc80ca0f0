package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program that stands between systemd and the programs of a spec; it takes its input for text, whatever it holds. */
class WithEventTest {

    @Test
    void exportsWhatIsMeantAndNothingElse() throws Exception {
        String event = """
                MONIT_EVENT=Does not exist
                UPKEEP_RULE_TEXT=memory is "520 MiB", more = than $(touch /tmp/x) `id` 'x'
                UPKEEP_EMPTY=
                PATH=/tmp
                LD_PRELOAD=/tmp/evil.so
                MONIT_lower=1
                UPKEEP_A1=1
                XMONIT_A=1
                MONIT_=1
                UPKEEP_
                MONIT_DATE
                 MONIT_BLANK=1
                UPKEEP_LAST=no line feed""";
        assertEquals(
                List.of(
                        "MONIT_EVENT=Does not exist",
                        "PATH=/usr/bin:/bin",
                        "UPKEEP_EMPTY=",
                        "UPKEEP_LAST=no line feed",
                        "UPKEEP_RULE_TEXT=memory is \"520 MiB\", more = than $(touch /tmp/x) `id` 'x'"),
                run(event, "/usr/bin/env")
                        .lines()
                        .filter(line -> !line.startsWith("PWD=") && !line.startsWith("_="))
                        .sorted()
                        .toList());
    }

    @Test
    void handsTheArgumentsOnAndNoInput() throws Exception {
        assertEquals(
                "a b|$HOME|", run("MONIT_A=1\n", "/bin/sh", "-c", "cat; printf '%s|' \"$@\"", "sh", "a b", "$HOME"));
    }

    @Test
    void whatComesAfterAnEmptyLineIsTheInput() throws Exception {
        String text = "first $(id) `id` \\n 'x'\n\nUPKEEP_NOT=1\n.\nno line feed ü";
        assertEquals(
                "[1|]" + text,
                run(
                        "UPKEEP_GIVEN=1\n\n" + text,
                        "/bin/sh",
                        "-c",
                        "printf '[%s|%s]' \"$UPKEEP_GIVEN\" \"${UPKEEP_NOT-}\"; cat"));
        assertEquals("", run("UPKEEP_GIVEN=1\n\n", "/bin/cat"));
    }

    private static String run(String event, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("src/main/launcher/with-event").redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(event.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(true, process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
