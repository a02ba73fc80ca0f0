package upkeep.lab.supervision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        String told = rows(Files.readString(DOCUMENT)).getOrDefault(scenario.title(), List.of()).stream()
                .skip(suite.ordinal())
                .findFirst()
                .orElse("nothing");
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
            Map<String, List<String>> rows = rows(document);
            List<String> row = new ArrayList<>(rows.getOrDefault(scenario.title(), List.of()));
            while (row.size() < Suite.values().length) {
                row.add(UNSEEN);
            }
            row.set(suite.ordinal(), what);
            rows.put(scenario.title(), row);
            int begin = document.indexOf(BEGIN) + BEGIN.length();
            int end = document.indexOf(END);
            Files.writeString(DOCUMENT, document.substring(0, begin) + table(rows) + document.substring(end));
        }
    }

    /** The rows by their first cells, as far as they are there; the two lines above them are no scenario's. */
    static Map<String, List<String>> rows(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new AssertionError(DOCUMENT + " lacks the marks between which the table of scenarios is");
        }
        Map<String, List<String>> rows = new HashMap<>();
        document.substring(begin + BEGIN.length(), end).lines().forEach(line -> {
            List<String> cells =
                    Arrays.asList(line.substring(2, line.length() - 2).split(" \\| ", -1));
            rows.put(cells.getFirst(), cells.subList(1, cells.size()));
        });
        return rows;
    }

    private static String table(Map<String, List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "what happens",
                Arrays.stream(Suite.values())
                        .map(suite -> "systemd " + suite.systemdVersion())
                        .collect(Collectors.joining(" | "))));
        lines.add(
                List.of("---", Arrays.stream(Suite.values()).map(suite -> "---").collect(Collectors.joining(" | "))));
        for (Scenario scenario : Scenario.values()) {
            List<String> line = new ArrayList<>();
            line.add(scenario.title());
            line.addAll(rows.getOrDefault(
                    scenario.title(),
                    Arrays.stream(Suite.values()).map(suite -> UNSEEN).toList()));
            lines.add(line);
        }
        return lines.stream()
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }
}
