package upkeep.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What upkeepd opens, runs and connects to in a machine, as strace(1) sees it, beside the table of docs/security.md that explains it.
 * upkeepd runs without its filter of system calls for that, which does not let itself be traced.
 */
final class Opened {
    private static final Path DOCUMENT = Path.of("docs/security.md");
    private static final String HEAD = "| what | where | why |";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String TRACE = "/var/lib/upkeep/daemon/opened.txt";
    private static final String READER = "/var/tmp/opened.py";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Whoever else upkeepd runs is another's program: that it is run is in the table, what it does is not. */
    private static final Set<String> OWN = Set.of(
            "",
            "/usr/lib/upkeep/upkeepd",
            "/usr/lib/upkeep/runtime/bin/java",
            "/usr/lib/upkeep/runtime/lib/jspawnhelper");

    private static final List<String> CALLS = List.of(
            "open",
            "openat",
            "openat2",
            "creat",
            "execve",
            "execveat",
            "clone",
            "clone3",
            "fork",
            "vfork",
            "connect",
            "sendto",
            "sendmsg",
            "sendmmsg",
            "bind",
            "unlink",
            "unlinkat",
            "rename",
            "renameat",
            "renameat2",
            "mkdir",
            "mkdirat",
            "rmdir",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "chmod",
            "fchmodat",
            "chown",
            "lchown",
            "fchownat",
            "truncate",
            "mknod",
            "mknodat",
            "utimensat");

    private Opened() {}

    /** One thing that was done. */
    record Deed(String what, String where) {
        @Override
        public String toString() {
            return what + " " + where;
        }
    }

    /** A row of the table. */
    private record Row(String what, List<PathMatcher> where) {
        boolean explains(Deed deed) {
            return what.equals(deed.what())
                    && where.stream().anyMatch(matcher -> matcher.matches(Path.of(deed.where())));
        }
    }

    /** Has upkeepd traced from its next start on. */
    static void trace(Machine machine) {
        machine.copyIn(Path.of("src/lab/programs/opened.py"), READER);
        // The tracer is a grandchild, so that upkeepd is the main process still.
        machine.write(
                "/etc/systemd/system/upkeepd.service.d/opened.conf", """
                [Service]
                SystemCallFilter=
                ExecStart=
                ExecStart=/usr/bin/strace --daemonize=grandchild --follow-forks --seccomp-bpf --decode-fds --string-limit=0 \
                --output=%s --output-append-mode --trace=%s /usr/lib/upkeep/upkeepd
                """.formatted(TRACE, String.join(",", CALLS)));
        machine.run("systemctl", "daemon-reload").orFail();
    }

    /** What upkeepd itself has done since then; each once. */
    static List<Deed> seen(Machine machine) {
        return machine.run(LIMIT, "/usr/bin/python3", READER, TRACE)
                .orFail()
                .out()
                .lines()
                .map(line -> line.split("\t", 3))
                .filter(words -> OWN.contains(words[0]))
                .map(words -> new Deed(words[1], words[2]))
                .distinct()
                .toList();
    }

    /** Those for which there is no row. */
    static List<Deed> unexplained(List<Deed> seen) {
        List<Row> rows = rows();
        return seen.stream()
                .filter(deed -> rows.stream().noneMatch(row -> row.explains(deed)))
                .toList();
    }

    /** Prints them, for a test that is not about this; it may have left nothing to look at. */
    static void tell(Machine machine) {
        Result looked = machine.run("test", "-e", TRACE);
        if (looked.ok()) {
            unexplained(seen(machine)).forEach(deed -> System.err.println("opened: " + machine.name() + ": " + deed));
        }
    }

    private static List<Row> rows() {
        try {
            List<Row> rows = new ArrayList<>();
            Files.readAllLines(DOCUMENT).stream()
                    .dropWhile(line -> !line.equals(HEAD))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("| "))
                    .forEach(line -> rows.add(row(line)));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + DOCUMENT, e);
        }
    }

    private static Row row(String line) {
        List<String> cells = Arrays.asList(line.substring(2).split(" \\| ", 3));
        List<PathMatcher> where = CODE.matcher(cells.get(1))
                .results()
                .map(match -> match.group(1).replaceAll("[\\[\\]]", "\\\\$0"))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        return new Row(cells.getFirst(), where);
    }
}
