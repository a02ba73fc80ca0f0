package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

class YamlReaderTest {

    private final Report report = new Report();

    private Optional<Node.Mapping> read(String text) {
        return YamlReader.read(new Source("f", text), "services:", report);
    }

    private Node.Entry entry(String text, String key) {
        Node.Entry entry = read(text)
                .orElseThrow(() -> new AssertionError(report.problems()))
                .entries()
                .get(key);
        if (entry == null) {
            throw new AssertionError("no key " + key);
        }
        return entry;
    }

    private static Node.Scalar scalar(Node.Entry entry) {
        return entry.value() instanceof Node.Scalar scalar ? scalar : new Node.Scalar(SourcePos.NONE, "?", false, "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "Yes",
                "on",
                "true",
                "FALSE",
                "null",
                "~",
                "0644",
                "0o17",
                "0x1F",
                "1_000",
                "1:30",
                "1e3",
                ".5",
                ".inf",
                "+12",
                "-0",
                "12.",
                "2001-01-01",
                "=",
                "<",
                "1.",
                "0b11",
                "123456789012345678901234567890"
            })
    void keepsWhatWasWritten(String written) {
        Node.Scalar scalar = scalar(entry("key: " + written + "  # a comment\n", "key"));
        assertEquals(written, scalar.text());
        assertFalse(scalar.quoted());
        assertEquals(new SourcePos("f", 1, 6), scalar.position());
        assertEquals(written, scalar(entry("{key: " + written + "}", "key")).text());
        assertEquals(written, scalar(entry("key: '" + written + "'", "key")).text());
    }

    @Test
    void tellsAnEmptyTextFromNoValue() {
        assertTrue(scalar(entry("a:\nb: 1\n", "a")).isAbsent());
        assertTrue(scalar(entry("a:\n'b': 1\n", "a")).isAbsent());
        assertFalse(scalar(entry("a: ''\n", "a")).isAbsent());
        assertFalse(scalar(entry("a: \"\"\n", "a")).isAbsent());
        assertFalse(scalar(entry("a: |\n  \n", "a")).isAbsent());
    }

    @Test
    void countsCodePoints() {
        Node.Entry entry = entry("# 😀\nk: {'😀é\u0301': \"👩‍👩‍👧\", x: y}\n", "k");
        Node.Mapping map = (Node.Mapping) entry.value();
        List<Node.Entry> entries = List.copyOf(map.entries().values());
        assertEquals(new SourcePos("f", 2, 4), map.position());
        assertEquals(new SourcePos("f", 2, 5), entries.get(0).keyPosition());
        assertEquals(new SourcePos("f", 2, 12), entries.get(0).value().position());
        assertEquals(new SourcePos("f", 2, 21), entries.get(1).keyPosition());
        assertEquals(new SourcePos("f", 2, 24), entries.get(1).value().position());
    }

    @Test
    void takesYaml11SeparatorsForCharacters() {
        for (String separator : List.of("\u0085", "\u2028", "\u2029", "\uFEFF")) {
            String value = "a " + separator + " b" + separator;
            assertEquals(value, scalar(entry("k: \"" + value + "\"\n", "k")).text());
            assertEquals(value, scalar(entry("k: '" + value + "'\n", "k")).text());
            assertEquals(value, scalar(entry("k: " + value + "\n", "k")).text());
            assertEquals(
                    value + "\n", scalar(entry("k: |\n  " + value + "\n", "k")).text());
            Node.Mapping map =
                    (Node.Mapping) entry("k: {a: \"" + value + "\", b: 1}", "k").value();
            assertEquals(
                    new SourcePos("f", 1, 18),
                    List.copyOf(map.entries().values()).get(1).keyPosition());
        }
    }

    @Test
    void standInsAreNeverTakenForWhatWasWritten() {
        String value = "\uE000\\ue001\\uE002";
        assertEquals(
                "\uE000\uE001\uE002\u2028",
                scalar(entry("k: \"" + value + "\u2028\"", "k")).text());
        assertEquals("\u2028\u0085", scalar(entry("k: \"\\L\\N\"", "k")).text());
    }

    @Test
    void aByteOrderMarkAtTheStartIsNoCharacter() {
        Node.Entry entry = entry("\uFEFFkey: value", "key");
        assertEquals(new SourcePos("f", 1, 1), entry.keyPosition());
    }

    @Test
    void anEmptyFileAsksForNothing() {
        for (String text : List.of("", "\n", "# nothing\n", "---\n", "{}", "--- # x\n...\n", "\uFEFF")) {
            assertEquals(0, read(text).orElseThrow().entries().size(), text);
        }
        assertEquals(List.of(), report.problems());
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertRefused("a: '" + "x".repeat(YamlReader.MAX_BYTES) + "'", "larger than 1 MiB");
        assertRefused("a: '" + "é".repeat(YamlReader.MAX_BYTES / 2) + "'", "larger than 1 MiB");
        assertRefused("a: [" + "1,".repeat(YamlReader.MAX_NODES) + "]", "more than 100000 values");
        assertRefused("a: " + "[".repeat(500_000), "nested deeper than 20 levels");
        assertRefused("a: " + "{b: ".repeat(200_000), "nested deeper than 20 levels");
        assertRefused("- ".repeat(400_000), "nested deeper than 20 levels");
    }

    @Test
    void refusesLaterDocumentsEvenEmptyOnes() {
        assertRefused("a: b\n---\n", "second document");
        assertRefused("a: b\n...\n---\nc: d\n", "second document");
    }

    @Test
    void refusesPropertiesWhereverTheyStand() {
        assertRefused("&a k: v", "anchor");
        assertRefused("k: &a v", "anchor");
        assertRefused("k: &a [v]", "anchor");
        assertRefused("&a {k: v}", "anchor");
        assertRefused("k: [&a v]", "anchor");
        assertRefused("k: !x v", "tag");
        assertRefused("k: ! v", "tag");
        assertRefused("k: !!map {}", "tag");
        assertRefused("!x k: v", "tag");
        assertRefused("k: [*a]", "alias");
        assertRefused("{k: 1, *a : v}", "");
        assertRefused("k: {<<: *a}", "merge key");
    }

    private void assertRefused(String text, String why) {
        Report own = new Report();
        assertEquals(Optional.empty(), YamlReader.read(new Source("f", text), "services:", own));
        assertEquals(1, own.problems().size());
        assertTrue(own.problems().getFirst().message().contains(why), own.problems()::toString);
    }

    /** Whatever is read, there is a tree or a problem, at a place within the file, and in readable words. */
    @Test
    void survivesRubbish() {
        SplittableRandom random = new SplittableRandom(7);
        String[] pieces = {
            "a",
            ": ",
            ":",
            "\n",
            "  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "'",
            "|",
            ">",
            "#",
            " #",
            "&",
            "*",
            "!",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "\\",
            "\t",
            "---\n",
            "...\n",
            "<<",
            "~",
            "0x",
            "\u2028",
            "😀",
            "\r",
            "=",
            "1",
            "key: value\n",
            "\u0000",
            "\uFEFF",
            "%YAML 1.2\n",
            "%TAG ! x\n",
            "|2\n",
            "\\u",
            "\uD800"
        };
        for (int run = 0; run < 5_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Report own = new Report();
            Optional<Node.Mapping> tree = YamlReader.read(new Source("f", text.toString()), "services:", own);
            String shown = Quoted.whole(text.toString()) + " " + own.problems();
            assertTrue(tree.isPresent() || !own.problems().isEmpty(), shown);
            for (Problem problem : own.problems()) {
                assertTrue(problem.position().line() >= 1 && problem.position().column() >= 1, shown);
                assertTrue(problem.position().line() <= text.toString().split("\n|\r", -1).length + 1, shown);
                assertTrue(problem.message().startsWith("cannot "), shown);
                assertFalse(
                        problem.message().contains("snakeyaml")
                                || problem.message().contains("Source:"),
                        shown);
            }
        }
    }
}
