package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

/** Holds docs/man/upkeep.1 to the verbs and options that there are. */
class ManualPageTest {

    private static final Shell SHELL = new Shell(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            false,
            false,
            Optional::empty,
            _ -> ManualPageTest::none,
            new FakeHost());

    /** What the launcher does before any Java runs. */
    private static final String OF_THE_LAUNCHER = "daemon";

    private static List<Activation.Outcome> none(Step.Kind kind, List<UnitName> units) {
        return List.of();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "man", "upkeep.1")).replace("\\-", "-");
    }

    @Test
    void everyVerbHasItsEntryAndEveryEntryItsVerb() throws IOException {
        Set<String> described = new TreeSet<>();
        Pattern.compile("(?m)^\\.TP\\n\\.BR? ([a-z]+(?:-[a-z]+)?)\\b")
                .matcher(page())
                .results()
                .forEach(found -> described.add(found.group(1)));
        Set<String> verbs = new TreeSet<>(Verbs.all().keySet());
        verbs.add(OF_THE_LAUNCHER);
        assertEquals(verbs, described);
    }

    @Test
    void everyOptionIsNamedAndNoOther() throws IOException {
        Set<String> named = new TreeSet<>();
        Pattern.compile("--[a-z]+(-[a-z]+)*").matcher(page()).results().forEach(found -> named.add(found.group()));
        Set<String> options = new TreeSet<>(Set.of("--help", "--version", "--debug"));
        for (Map.Entry<String, Function<Shell, Callable<Integer>>> verb :
                Verbs.all().entrySet()) {
            new CommandLine(verb.getValue().apply(SHELL))
                    .getCommandSpec().options().stream()
                            .filter(option -> !option.hidden())
                            .forEach(option -> {
                                boolean isNamed =
                                        Set.of(option.names()).stream().anyMatch(name -> page(name));
                                assertTrue(
                                        isNamed,
                                        "upkeep.1 does not name " + option.longestName() + " of " + verb.getKey());
                                options.addAll(Set.of(option.names()));
                            });
        }
        named.removeAll(options);
        assertEquals(Set.of(), named);
    }

    private static boolean page(String option) {
        try {
            return Pattern.compile("(?<![-a-z])" + Pattern.quote(option) + "(?![-a-z])")
                    .matcher(page())
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
