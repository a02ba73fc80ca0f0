package upkeep.probe.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Line;
import upkeep.probe.wire.Wire;

class GrammarsTest {

    private static final Map<String, Grammar> ALL = Map.of(
            "line",
            Grammars.LINE,
            "word",
            Grammars.WORD,
            "code",
            Grammars.CODE,
            "tagged",
            Grammars.TAGGED,
            "untagged",
            Grammars.UNTAGGED,
            "sieve",
            Grammars.SIEVE,
            "redis",
            Grammars.REDIS,
            "until",
            Grammars.until("^END"),
            "block",
            Grammars.block(Grammars.WORD, "+OK"));

    private static Channel channel(byte[] bytes) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        Wire in = new Wire(new ByteArrayInputStream(bytes));
        return new Channel(
                new Line(in, OutputStream.nullOutputStream()),
                () -> {
                    throw new IOException("no TLS here");
                },
                "peer",
                deadline,
                new Findings(new Steps(Trace.NONE, deadline)));
    }

    private static Reply read(String grammar, String text) throws IOException {
        return ALL.getOrDefault(grammar, Grammars.LINE)
                .read(channel(text.translateEscapes().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "line     | hello world\\r\\n                                | hello world | hello world",
                "word     | +OK ready\\r\\n                                  | +OK         | +OK ready",
                "word     | -ERR\\n                                          | -ERR        | -ERR",
                "code     | 250 ok\\r\\n                                     | 250         | ok",
                "code     | 250\\r\\n                                        | 250         | ``",
                "code     | 250-a\\r\\n250-b\\r\\n250 c\\r\\n                | 250         | `a,b,c`",
                "code     | 211-a\\r\\n b\\r\\n2119\\r\\n211 End\\r\\n       | 211         | `a, b,2119,End`",
                "code     | 220-a\\r\\n221 b\\r\\n220 c\\r\\n                | 220         | `a,221 b,c`",
                "tagged   | * LIST x\\r\\na1 OK done\\r\\n                   | OK          | `LIST x,OK done`",
                "tagged   | + go on\\r\\n                                    | +           | + go on",
                "untagged | * PREAUTH hi\\r\\n                               | PREAUTH     | * PREAUTH hi",
                "sieve    | \\\"A\\\"\\r\\nok\\r\\n                          | OK          | `\"A\",ok`",
                "sieve    | NO {4+}\\r\\nwhy?\\r\\n                          | NO          | NO why?",
                "redis    | $4\\r\\na\\r\\n1\\r\\n                           | $           | `a,1`",
                "redis    | $0\\r\\n\\r\\n                                   | $           | ``",
                "redis    | :42\\r\\n                                        | :42         | :42",
                "until    | a\\r\\nb\\r\\nEND of it\\r\\n                    | END of it   | `a,b`",
                "block    | +OK\\r\\na\\r\\n..b\\r\\n.\\r\\n                 | +OK         | `a,.b`",
                "block    | -ERR no\\r\\nrest\\r\\n                          | -ERR        | -ERR no"
            })
    void answersAreRead(String grammar, String text, String status, String lines) throws IOException {
        Reply reply = read(grammar, text);
        assertEquals(status, reply.status());
        assertEquals(lines, String.join(",", reply.lines()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "code     | 25 ok\\r\\n",
                "code     | 2500 ok\\r\\n",
                "code     | 250-ok\\r\\n",
                "code     | 999 ok\\r\\n",
                "tagged   | OK done\\r\\n",
                "tagged   | * a {9999999}\\r\\n",
                "untagged | OK\\r\\n",
                "sieve    | hello\\r\\n",
                "redis    | *1\\r\\n",
                "redis    | $9999999\\r\\n",
                "redis    | $-1\\r\\n",
                "redis    | $4\\r\\nab\\r\\n",
                "until    | a\\r\\n",
                "block    | +OK\\r\\na\\r\\n"
            })
    void whatIsNoAnswerIsTheFaultOfTheServer(String grammar, String text) {
        assertThrows(Stop.Sick.class, () -> read(grammar, text));
    }

    @Test
    void manyLinesAndManyTextsAreTooMuch() {
        assertThrows(Stop.Sick.class, () -> read("until", "\\n".repeat(20_000)));
        assertThrows(Stop.Sick.class, () -> read("tagged", "* " + "{0}\\n".repeat(1_000) + "\\na1 OK\\n"));
    }

    @Test
    void randomBytesNeverDoHarm() {
        Random random = new Random(20_261_125);
        List<String> pieces = List.of("250-", "250 ", "a1 OK", "* ", "+", "{3}", "\r\n", "\n", "$5", "OK", "NO", ".");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(
                        random.nextInt(3) == 0
                                ? Character.toString(random.nextInt(256))
                                : pieces.get(random.nextInt(pieces.size())));
            }
            for (Map.Entry<String, Grammar> grammar : ALL.entrySet()) {
                try {
                    grammar.getValue().read(channel(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
                } catch (IOException refused) {
                    assertEquals(Stop.Sick.class, refused.getClass(), grammar.getKey() + ": " + text);
                }
            }
        }
    }
}
