package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** Unit files, and the values in them. */
public final class UnitFuzzTargets {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "257");

    private static final int LONG = 4_096;
    private static final int FEW = 50;

    private UnitFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("unit-file", UnitFuzzTargets::file, UnitFile.class, UnitFileParser.class)
                        .from(
                                GOLDEN.resolve("java-app/etc/systemd/system/java-app.service"),
                                GOLDEN.resolve("nginx/etc/systemd/system/nginx.service.d/50-upkeep.conf"))
                        .from(
                                "\uFEFF[Unit]\r\nDescription=a\\\n; comment\n b\n\n[Service]\nExecStart=\nExecStart=/bin/x\n"),
                FuzzTarget.ofText("unit-value", UnitFuzzTargets::value, Quoting.class, WordReader.class)
                        .from("/usr/bin/x 'a b' \"c\\x20d\" %%h $$x ; y", "plain", "a\\\\b\tc", "ü \\n \\s"),
                FuzzTarget.ofText("directive-value", UnitFuzzTargets::directive, ValueKind.class, LooseWords.class)
                        .from(
                                "1G 500M",
                                "5min 20s",
                                "65536:70000",
                                "~\"a b\" c",
                                "::ffff:1.2.3.4/96",
                                "12.5%",
                                "RTMIN+3"));
    }

    /**
     * Whatever the value, a directive takes it or says in a line why not and what to write. At a long one few of them look, by
     * chance: there are more than a thousand.
     */
    private static void directive(String text) {
        int every = text.length() > LONG ? FEW : 1;
        int number = Math.floorMod(text.hashCode(), every);
        for (String section : Directives.sections()) {
            for (KnownDirective directive : Directives.of(section)) {
                if (number++ % every != 0) {
                    continue;
                }
                directive.fault(text).ifPresent(fault -> {
                    assertFalse(fault.why().isEmpty() || fault.hint().isEmpty());
                });
                assertTrue(directive.since(text) >= directive.since());
            }
        }
    }

    private static void file(String text) {
        UnitFile.parse("x.service", text).value().ifPresent(file -> {
            assertEquals(text, file.text());
            for (UnitFile.Assignment assignment : file.assignments()) {
                assertFalse(assignment.key().isEmpty() || assignment.section().isEmpty());
                file.values(assignment.section(), assignment.key());
            }
        });
    }

    /** What is written must mean what was to be said. */
    private static void value(String text) {
        Quoting.commandMeaning(text);
        Quoting.wordMeaning(text);
        means(text, Quoting.argument(text), Quoting::commandMeaning);
        means(text, Quoting.word(text), Quoting::wordMeaning);
        if (Quoting.text(text) instanceof Quoted.Text written) {
            assertEquals(Optional.of(text), Quoting.textMeaning(written.text()));
        }
        if (Quoting.executable(text) instanceof Quoted.Text written) {
            assertEquals(Optional.of(List.of(text)), Quoting.commandMeaning(written.text()));
        }
        Quoting.verbatim(text);
        Quoting.patternPath(text);
    }

    private interface Meaning {
        Optional<List<String>> of(String written);
    }

    private static void means(String text, Quoted quoted, Meaning meaning) {
        if (quoted instanceof Quoted.Text written) {
            assertTrue(written.text().chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0), written::text);
            assertEquals(Optional.of(List.of(text)), meaning.of(written.text()));
        }
    }
}
