package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.lab.Suite;

/**
 * The table of scenarios in docs/supervision.md, a row a scenario, a column a suite. A run compares what it sees with the table;
 * with {@code -Dupkeep.test.golden=write} it writes it there, also while another process does.
 */
final class ScenarioTable {
    private static final Path DOCUMENT = Path.of("docs/supervision.md");
    private static final Path LOCK = Path.of("target/scenarios.lock");
    private static final String BEGIN = "<!-- scenarios begin -->\n";
    private static final String END = "<!-- scenarios end -->\n";
    private static final int HEAD = 2;
    private static final String UNSEEN = "–";

    private ScenarioTable() {}

    /** Holds what was seen of a scenario to the table, or puts it there. */
    static void seen(Scenario scenario, Suite suite, String what) {
        try {
            if ("write".equals(System.getProperty("upkeep.test.golden"))) {
                write(scenario, suite, what);
            } else {
                compare(scenario, suite, what);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + DOCUMENT, e);
        }
    }

    private static void compare(Scenario scenario, Suite suite, String what) throws IOException {
        Map<String, Map<Suite, String>> rows = rows(Files.readString(DOCUMENT));
        Set<String> strange = new HashSet<>(rows.keySet());
        for (Scenario known : Scenario.values()) {
            strange.remove(known.title());
        }
        assertEquals(Set.of(), strange, "rows that nothing plays");
        String told = rows.getOrDefault(scenario.title(), Map.of()).getOrDefault(suite, UNSEEN);
        if (!what.equals(told)) {
            throw new AssertionError(
                    DOCUMENT + " tells of '" + scenario.title() + "' on systemd " + suite.systemdVersion()
                            + ":\n  " + told + "\nbut seen was:\n  " + what
                            + "\nIf that is right, let -Dupkeep.test.golden=write put it there.");
        }
    }

    private static void write(Scenario scenario, Suite suite, String what) throws IOException {
        Files.createDirectories(LOCK.getParent());
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            String document = Files.readString(DOCUMENT);
            Map<String, Map<Suite, String>> rows = rows(document);
            rows.computeIfAbsent(scenario.title(), title -> new EnumMap<>(Suite.class))
                    .put(suite, what);
            int begin = document.indexOf(BEGIN) + BEGIN.length();
            int end = document.indexOf(END);
            Files.writeString(DOCUMENT, document.substring(0, begin) + table(rows) + document.substring(end));
        }
    }

    /** What is told of each suite, by the rows' first cells, as far as they are there. */
    private static Map<String, Map<Suite, String>> rows(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new AssertionError(DOCUMENT + " lacks the marks between which the table of scenarios is");
        }
        Map<String, Map<Suite, String>> rows = new HashMap<>();
        document.substring(begin + BEGIN.length(), end).lines().skip(HEAD).forEach(line -> {
            Iterator<String> cells = List.of(
                            line.substring(2, line.length() - 2).split(" \\| ", -1))
                    .iterator();
            Map<Suite, String> row = new EnumMap<>(Suite.class);
            rows.put(cells.next(), row);
            for (Suite suite : Suite.values()) {
                row.put(suite, cells.next());
            }
        });
        return rows;
    }

    private static String table(Map<String, Map<Suite, String>> rows) {
        StringBuilder table = new StringBuilder();
        table.append(line("what happens", suite -> "systemd " + suite.systemdVersion()));
        table.append(line("---", suite -> "---"));
        for (Scenario scenario : Scenario.values()) {
            Map<Suite, String> row = rows.getOrDefault(scenario.title(), Map.of());
            table.append(line(scenario.title(), suite -> row.getOrDefault(suite, UNSEEN)));
        }
        return table.toString();
    }

    private static String line(String first, Function<Suite, String> cell) {
        return Stream.concat(Stream.of(first), Stream.of(Suite.values()).map(cell))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
