package upkeep.install;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts in the unified format of diff(1), three lines of context. The edit script is a shortest
 * one (longest common subsequence after cutting the common head and tail); where that would take too much memory, the
 * whole differing middle is shown as replaced.
 */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;
    private static final long MAX_CELLS = 4_000_000;
    private static final String NO_NEWLINE = "\\ No newline at end of file\n";

    private UnifiedDiff() {}

    private record Line(char mark, String text) {}

    /** The diff, each line ended, or an empty text if there is no difference. */
    public static String of(String fromName, String from, String toName, String to) {
        if (from.equals(to)) {
            return "";
        }
        List<Line> script = script(lines(from), lines(to));
        StringBuilder out = new StringBuilder();
        out.append("--- ").append(fromName).append("\n+++ ").append(toName).append('\n');
        int fromLine = 1;
        int toLine = 1;
        int at = 0;
        while (at < script.size()) {
            int next = nextChange(script, at);
            if (next == script.size()) {
                break;
            }
            int start = Math.max(at, next - CONTEXT);
            fromLine += start - at;
            toLine += start - at;
            int end = hunkEnd(script, next);
            List<Line> hunk = script.subList(start, end);
            int fromCount =
                    (int) hunk.stream().filter(line -> line.mark() != '+').count();
            int toCount = (int) hunk.stream().filter(line -> line.mark() != '-').count();
            out.append("@@ -").append(range(fromLine, fromCount));
            out.append(" +").append(range(toLine, toCount)).append(" @@\n");
            hunk.forEach(line -> append(out, line));
            fromLine += fromCount;
            toLine += toCount;
            at = end;
        }
        return out.toString();
    }

    /** An empty range names the line before it, as diff(1) does. */
    private static String range(int line, int count) {
        if (count == 0) {
            return (line - 1) + ",0";
        }
        return count == 1 ? Integer.toString(line) : line + "," + count;
    }

    private static void append(StringBuilder out, Line line) {
        out.append(line.mark()).append(line.text());
        if (!line.text().endsWith("\n")) {
            out.append('\n').append(NO_NEWLINE);
        }
    }

    private static int nextChange(List<Line> script, int from) {
        int at = from;
        while (at < script.size() && script.get(at).mark() == ' ') {
            at++;
        }
        return at;
    }

    /** The end of the hunk that holds the change at {@code from}: changes with at most two contexts between are one. */
    private static int hunkEnd(List<Line> script, int from) {
        int end = from;
        while (true) {
            while (end < script.size() && script.get(end).mark() != ' ') {
                end++;
            }
            int next = nextChange(script, end);
            if (next == script.size() || next - end > 2 * CONTEXT) {
                return Math.min(end + CONTEXT, script.size());
            }
            end = next;
        }
    }

    /** The lines with their line ends, so that a missing last one shows. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    private static List<Line> script(List<String> from, List<String> to) {
        int shorter = Math.min(from.size(), to.size());
        int head = 0;
        while (head < shorter && from.get(head).equals(to.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
            tail++;
        }
        List<Line> script = new ArrayList<>();
        from.subList(0, head).forEach(line -> script.add(new Line(' ', line)));
        middle(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail), script);
        from.subList(from.size() - tail, from.size()).forEach(line -> script.add(new Line(' ', line)));
        return script;
    }

    private static void middle(List<String> from, List<String> to, List<Line> script) {
        int i = 0;
        int j = 0;
        if ((from.size() + 1L) * (to.size() + 1L) <= MAX_CELLS) {
            int[][] common = commonLengths(from, to);
            while (i < from.size() && j < to.size()) {
                if (from.get(i).equals(to.get(j))) {
                    script.add(new Line(' ', from.get(i)));
                    i++;
                    j++;
                } else if (common[i + 1][j] >= common[i][j + 1]) {
                    script.add(new Line('-', from.get(i++)));
                } else {
                    script.add(new Line('+', to.get(j++)));
                }
            }
        }
        from.subList(i, from.size()).forEach(line -> script.add(new Line('-', line)));
        to.subList(j, to.size()).forEach(line -> script.add(new Line('+', line)));
    }

    /** For each pair of positions the length of the longest common subsequence of what follows. */
    private static int[][] commonLengths(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
