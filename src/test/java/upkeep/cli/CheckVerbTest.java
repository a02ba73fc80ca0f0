package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.control.ControlClient;

/** {@code upkeep check --now}, tried on a port of this process, where no upkeepd is. */
class CheckVerbTest {

    private static final String NO_BUS = "unix:path=/nonexistent/bus";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ServerSocket server;

    /** Connections wait in the backlog of a port, which is all that a check of one needs. */
    CheckVerbTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private int run(InputStream in, String... args) {
        PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err);
        Shell shell = new Shell(
                outWriter, errWriter, false, false, Optional::empty, _ -> (_, _) -> List.of(), new FakeHost());
        Online online = new Online(new ControlClient(NO_BUS), outWriter, errWriter);
        int exitCode = Upkeep.run(shell, Map.of("check", _ -> new CheckVerb(online, in)), args);
        outWriter.flush();
        errWriter.flush();
        return exitCode;
    }

    private int check(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "check";
        System.arraycopy(options, 0, args, 1, options.length);
        return run(InputStream.nullInputStream(), args);
    }

    private String port() {
        return "tcp: " + server.getLocalPort();
    }

    @Test
    void itIsRunHereWithoutUpkeepd() throws Exception {
        assertEquals(0, check("--now", port()));
        assertTrue(out.toString().startsWith("tcp: passed: 127.0.0.1:" + server.getLocalPort()), out.toString());
        assertEquals("", err.toString());
        server.close();
        out.getBuffer().setLength(0);
        assertEquals(1, check("--now", port()));
        assertTrue(out.toString().startsWith("tcp: failed (refused): "), out.toString());
    }

    @Test
    void itIsReadFromStandardInputToo() {
        InputStream in = new ByteArrayInputStream(
                (port() + "\nrules:\n- {if: total >= 0s, then: alert}\n").getBytes(StandardCharsets.UTF_8));
        assertEquals(1, run(in, "check", "--now", "-"));
        assertTrue(out.toString().contains("\n  rule \"total >= 0s\" holds: total is "), out.toString());
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertEquals(2, run(new ByteArrayInputStream(new byte[] {'t', (byte) 0xff}), "check", "--now", "-"));
        assertTrue(
                err.toString().startsWith("standard input: error: cannot read the spec: it is not UTF-8"),
                err.toString());
    }

    @Test
    void stepsAndJsonAreThereAsWithAName() throws Exception {
        assertEquals(0, check("--json", "--debug", "--now", port(), "--timeout", "30s"));
        JsonNode json = new ObjectMapper().readTree(out.toString()).get(0);
        assertEquals("passed", json.get("result").asText());
        assertTrue(json.get("steps").get(0).get("what").asText().endsWith(" within 30 s"), out.toString());
    }

    @Test
    void aPlugInPrintsOneLine() {
        assertEquals(0, check("--nagios", "--now", port()));
        assertTrue(
                out.toString().matches("OK - tcp: [^|\n]+ \\| lookup=[0-9.]+s connect=[0-9.]+s total=[0-9.]+s\n"),
                out.toString());
    }

    @Test
    void aProgramIsTriedAsTheCallerAlone() {
        String caller = System.getProperty("user.name");
        assertEquals(0, check("--now", "program: {exec: /bin/true, user: " + caller + "}"), err.toString());
        assertEquals(2, check("--now", "program: {exec: /bin/true, user: somebody}"));
        assertTrue(
                err.toString()
                        .startsWith("error: cannot try it as somebody: --now runs it with the rights of " + caller),
                err.toString());
        assertEquals(2, check("--now", "nagios: {exec: /bin/true, user: " + caller + ", group: adm}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--now=tcp: {prot: 1} | --now:1:7: error: cannot use \"prot\": tcp has no such key",
                "--timeout=1s | error: cannot check anything: it is not said what",
                "--now=tcp: 1 web | error: cannot check two things at once",
                "--timeout=1s web | error: cannot use --timeout for web: its spec says how long it may take",
                "--frobnicate | error: cannot read the command line: unknown option: '--frobnicate'"
            })
    void wrongUsageIsExitTwo(String options, String problem) {
        assertEquals(2, check(split(options)));
        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith(problem), err.toString());
    }

    /** At the last blank, which is before the name. */
    private static String[] split(String options) {
        int blank = options.endsWith(" web") ? options.lastIndexOf(' ') : -1;
        return blank < 0
                ? new String[] {options}
                : new String[] {options.substring(0, blank), options.substring(blank + 1)};
    }

    @Test
    void aPlugInThatCannotBeginIsUnknown() {
        List<List<String>> wrong = List.of(
                List.of("--nagios"),
                List.of("--nagios", "--json", "web"),
                List.of("--nagios", "--now", "tcp: {prot: 1}"),
                List.of("--nagios", "--frobnicate"),
                List.of("--nagios", "web"));
        for (List<String> options : wrong) {
            out.getBuffer().setLength(0);
            assertEquals(3, check(options.toArray(String[]::new)), options.toString());
            assertTrue(out.toString().startsWith("UNKNOWN - "), out.toString());
        }
        assertTrue(out.toString().startsWith("UNKNOWN - cannot ask upkeepd: "), out.toString());
        assertEquals("", err.toString());
    }
}
