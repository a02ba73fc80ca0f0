package upkeep.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import upkeep.base.ByteSize;
import upkeep.base.Characters;
import upkeep.base.Humane;
import upkeep.cli.TopView.Row;

/** One picture of {@code upkeep top}. Pure; every line fits the width, and holds nothing that a terminal takes for a command. */
final class TopFrame {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String HELP = "q quit  j/k select  enter log  sort by: t trouble  c cpu  m memory  n name";
    private static final int MOST_WARNINGS = 3;
    private static final List<String> HEAD =
            List.of("NAME", "HEALTH", "STATE", "CPU%", "MEMORY", "TASKS", "RESTARTS", "SINCE", "LAST FAILURE");
    /** The columns of figures, which are aligned at their right. */
    private static final List<Boolean> IS_RIGHT = List.of(false, false, false, true, true, true, true, true, false);
    /** What a column may take of the line, so that the last one gets something. */
    private static final int WIDEST = 30;

    private final TopView view;
    private final Map<String, TopFigures> figures;
    private final TopState state;
    private final Instant now;
    private final ZoneId zone;

    TopFrame(TopView view, Map<String, TopFigures> figures, TopState state, Instant now, ZoneId zone) {
        this.view = view;
        this.figures = figures;
        this.state = state;
        this.now = now;
        this.zone = zone;
    }

    /** A line, and how it stands out. */
    record Line(String text, Style style) {}

    /** How a line stands out. */
    enum Style {
        PLAIN,
        HEAD,
        TROUBLE,
        SELECTED
    }

    /** In the order that is asked for; services before checks, unless what is in trouble comes first. */
    List<Row> rows() {
        Comparator<Row> servicesFirst = Comparator.comparing(row -> !row.isService());
        Comparator<Row> order = switch (state.sort()) {
            case TROUBLE -> Comparator.comparingInt(TopFrame::calm).thenComparing(servicesFirst);
            case PROCESSOR ->
                servicesFirst.thenComparingDouble(row -> -of(row).processor().orElse(-1));
            case MEMORY ->
                servicesFirst.thenComparingLong(row -> -of(row).memory().orElse(-1));
            case NAME -> servicesFirst;
        };
        return view.rows().stream().sorted(order.thenComparing(Row::name)).toList();
    }

    /** How little somebody has to look at it. */
    private static int calm(Row row) {
        if (!row.isHealthy()) {
            return 0;
        }
        return row.isService() && !row.remark().isEmpty() ? 1 : 2;
    }

    List<String> names() {
        return rows().stream().map(Row::name).toList();
    }

    private TopFigures of(Row row) {
        return figures.getOrDefault(row.name(), TopFigures.NONE);
    }

    /** The one that is selected; nothing where there is none. */
    Optional<Row> selected() {
        List<Row> rows = rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(selected(rows));
    }

    private Row selected(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.name().equals(state.selected()))
                .findFirst()
                .orElse(rows.getFirst());
    }

    /** All of it, as for a pipe. */
    List<String> all() {
        List<String> lines = new ArrayList<>();
        lines.add(title());
        view.warnings().forEach(warning -> lines.add("warning: " + plain(warning)));
        List<Row> rows = rows();
        if (!rows.isEmpty()) {
            lines.addAll(table(rows));
        }
        return lines.stream().map(String::stripTrailing).toList();
    }

    /**
     * What fits, the selected one in it.
     *
     * @param log the last lines of the selected one, the oldest first; of these the last that fit
     */
    List<Line> lines(List<String> log, int height, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(title(), Style.HEAD));
        view.warnings().stream()
                .limit(MOST_WARNINGS)
                .forEach(warning -> lines.add(new Line("warning: " + plain(warning), Style.TROUBLE)));
        List<Row> rows = rows();
        List<Line> foot = new ArrayList<>();
        if (state.isLogShown() && !rows.isEmpty()) {
            int most = Math.max(1, height / 2 - 2);
            foot.add(new Line("--- " + plain(selected(rows).name()) + " ---", Style.HEAD));
            log.subList(Math.max(0, log.size() - most), log.size())
                    .forEach(line -> foot.add(new Line(plain(line), Style.PLAIN)));
        }
        foot.add(new Line(HELP, Style.HEAD));
        if (!rows.isEmpty()) {
            List<String> table = table(rows);
            lines.add(new Line("  " + table.getFirst(), Style.HEAD));
            int room = Math.max(1, height - lines.size() - foot.size());
            int at = rows.indexOf(selected(rows));
            int from = Math.clamp(at - room / 2, 0, Math.max(0, rows.size() - room));
            for (int i = from; i < Math.min(rows.size(), from + room); i++) {
                Style style = i == at ? Style.SELECTED : rows.get(i).isHealthy() ? Style.PLAIN : Style.TROUBLE;
                lines.add(new Line((i == at ? "> " : "  ") + table.get(i + 1), style));
            }
        }
        int last = Math.max(0, height - foot.size());
        while (lines.size() > last) {
            lines.removeLast();
        }
        lines.addAll(foot);
        return lines.stream()
                .limit(height)
                .map(line -> new Line(cut(line.text(), width).stripTrailing(), line.style()))
                .toList();
    }

    private String title() {
        Map<String, Integer> services = new TreeMap<>();
        Map<String, Integer> checks = new TreeMap<>();
        view.rows().forEach(row -> (row.isService() ? services : checks).merge(plain(row.health()), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        if (!services.isEmpty()) {
            parts.add(counted("service", services));
        }
        if (!checks.isEmpty()) {
            parts.add(counted("check", checks));
        }
        return "upkeep top, " + TIME.format(now.atZone(zone)) + "  "
                + (parts.isEmpty() ? "nothing is supervised" : String.join("; ", parts));
    }

    private static String counted(String word, Map<String, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return Humane.count(all, word) + ": "
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** The head and a line for each row, in columns. */
    private List<String> table(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        rows.forEach(row -> cells.add(cells(row)));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEAD.size(); column++) {
            int width = 0;
            for (List<String> line : cells) {
                width = Math.max(width, Math.min(length(line.get(column)), WIDEST));
            }
            widths.add(width);
        }
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            boolean isLast = column == cells.size() - 1;
            String cell = isLast ? cells.get(column) : cut(cells.get(column), widths.get(column));
            String blanks = " ".repeat(Math.max(0, widths.get(column) - length(cell)));
            line.append(IS_RIGHT.get(column) ? blanks + cell : isLast ? cell : cell + blanks)
                    .append(isLast ? "" : "  ");
        }
        return line.toString();
    }

    private List<String> cells(Row row) {
        TopFigures use = of(row);
        return List.of(
                plain(row.name()),
                plain(row.health()),
                plain(row.state()),
                use.processor().isPresent()
                        ? String.format(Locale.ROOT, "%.1f", use.processor().getAsDouble())
                        : "",
                use.memory().isPresent() ? Humane.size(new ByteSize(use.memory().getAsLong())) : "",
                use.tasks().isPresent() ? Long.toString(use.tasks().getAsLong()) : "",
                plain(row.restarts()),
                row.since()
                        .map(since -> Humane.duration(
                                Duration.ofSeconds(Duration.between(since, now).toSeconds())))
                        .map(text -> text.equals("0.0 ms") ? "now" : text)
                        .orElse(""),
                plain(row.remark()));
    }

    /** What others wrote, as one line that says no more than it shows. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(Characters.isVisible(c) ? c : ' '));
        return plain.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        return width < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "~";
    }
}
