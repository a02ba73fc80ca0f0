package upkeep.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * {@code systemd-analyze verify} on a copy of a unit tree in a folder of its own. It wants every program to exist, so
 * programs that this machine lacks are replaced by /bin/true, and what a drop-in belongs to by a bare service. Where
 * systemd-analyze is missing the tests fail, unless {@code -Dupkeep.test.systemd-analyze=skip} says that this is known.
 */
final class SystemdAnalyze {

    private static final Pattern PROGRAM = Pattern.compile("(?m)^(Exec[A-Za-z]+=)(/[^ \n]+)");
    private static final Pattern VERSION = Pattern.compile("systemd ([0-9]+)");

    private SystemdAnalyze() {}

    static int version() throws IOException, InterruptedException {
        Matcher matcher = VERSION.matcher(run(Path.of("."), List.of("systemd-analyze", "--version")));
        if (!matcher.find()) {
            throw new AssertionError("systemd-analyze tells no version");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** All that systemd-analyze has to say of the tree; empty if it is content. */
    static String verify(UnitTree tree, Path folder) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes"));
        for (UnitTree.File file : tree.files().values()) {
            switch (file.kind()) {
                case UNIT, PROGRAM, TRIGGERED -> {
                    write(folder.resolve(name(file)), file.content());
                    command.add("./" + name(file));
                }
                case DROP_IN -> {
                    write(folder.resolve(name(file) + ".d/50-upkeep.conf"), file.content());
                    write(folder.resolve(name(file)), "[Service]\nExecStart=/bin/true\n");
                    command.add("./" + name(file));
                }
                case SYSUSERS, TMPFILES, POLKIT_RULE, LOGROTATE, PROXY -> {
                    // systemd-analyze verifies units only.
                }
            }
        }
        return run(folder, command);
    }

    private static String name(UnitTree.File file) {
        return file.unit().orElseThrow().text();
    }

    private static void write(Path path, String content) throws IOException {
        Files.createDirectories(path.getParent());
        Matcher programs = PROGRAM.matcher(content);
        Files.writeString(
                path,
                programs.replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + (Files.isExecutable(Path.of(found.group(2))) ? found.group(2) : "/bin/true"))));
    }

    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.assumeFalse(
                    "skip".equals(System.getProperty("upkeep.test.systemd-analyze")),
                    "systemd-analyze is missing: the units were not verified");
            throw new AssertionError("systemd-analyze is missing: install the package systemd", e);
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("systemd-analyze does not end");
        }
        return output.isEmpty() && process.exitValue() != 0 ? "exit status " + process.exitValue() : output;
    }
}
