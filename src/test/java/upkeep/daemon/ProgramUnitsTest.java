package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.core.JobResult;
import upkeep.notify.Programs.End;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;
import upkeep.systemd.ServiceManager.JobEnd;

/** What programs are told, by the real program in between; systemd is played, and runs it as the units say. */
class ProgramUnitsTest {

    private static final UnitName UNIT = new UnitName("upkeep-tell-sms.service");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String HOSTILE = "$(touch gone) `id` \"';|&\n\u0007 ü\u2028";

    @TempDir
    private Path folder = Path.of("");

    /** What systemd does when it is asked to run the unit. */
    @FunctionalInterface
    private interface Job {
        JobEnd run() throws Exception;
    }

    private Map<String, Object> properties = Map.of();

    private ProgramUnits units(Job job) {
        ServiceManager manager = (ServiceManager) Proxy.newProxyInstance(
                ServiceManager.class.getClassLoader(),
                new Class<?>[] {ServiceManager.class},
                (_, method, _) -> switch (method.getName()) {
                    case "run" -> job.run();
                    case "properties" -> properties;
                    default -> throw new AssertionError(method + " is not to be called");
                });
        return new ProgramUnits(folder.resolve("events"), manager);
    }

    private JobEnd program(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("src/main/launcher/with-event");
        builder.command().addAll(List.of(command));
        builder.redirectInput(folder.resolve("events/" + UNIT).toFile());
        builder.redirectOutput(folder.resolve("out").toFile()).redirectErrorStream(true);
        int status = builder.start().waitFor();
        properties =
                new TreeMap<>(Map.of("Result", status == 0 ? "success" : "exit-code", "ExecMainStatus", (long) status));
        return new JobEnd(1, status == 0 ? JobResult.DONE : JobResult.FAILED);
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("events"))) {
            return files.count();
        }
    }

    @Test
    void whatOthersWroteIsTextToAProgram() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        End end = units(() -> program("/bin/sh", "-c", "printf '%s\\n' \"$UPKEEP_TITLE\" \"$MONIT_SERVICE\"; cat"))
                .run(UNIT, Map.of("UPKEEP_TITLE", HOSTILE, "MONIT_SERVICE", "a=b"), HOSTILE, DEADLINE);
        assertEquals(new End.Exited(0), end);
        assertEquals("$(touch gone) `id` \"';|&   ü\u2028\na=b\n" + HOSTILE, out());
        assertFalse(Files.exists(Path.of("gone")));
    }

    @Test
    void nobodyElseCanReadItAndItIsGoneAfterwards() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        End end = units(() -> {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("events/" + UNIT))));
                    assertEquals(1, files());
                    return program("/bin/sh", "-c", "exit 75");
                })
                .run(UNIT, Map.of("UPKEEP_TITLE", "x"), "secret", DEADLINE);
        assertEquals(new End.Exited(75), end);
        assertEquals(0, files());
        end = units(() -> {
                    throw new ManagerException("no connection to systemd");
                })
                .run(UNIT, Map.of(), "secret", DEADLINE);
        assertEquals(new End.Failed("no connection to systemd"), end);
        assertEquals(0, files());
    }

    @Test
    void whyItDidNotEndByItselfIsTold() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        ProgramUnits units = units(() -> new JobEnd(1, JobResult.FAILED));
        properties = Map.of("Result", "timeout", "ExecMainStatus", 15L);
        assertEquals(new End.Failed("it took longer than its timeout"), units.run(UNIT, Map.of(), "", DEADLINE));
        properties = Map.of("Result", "signal", "ExecMainStatus", 9L);
        assertEquals(new End.Failed("it was killed by signal 9"), units.run(UNIT, Map.of(), "", DEADLINE));
        properties = Map.of("Result", "resources");
        assertEquals(new End.Failed("systemd says resources"), units.run(UNIT, Map.of(), "", DEADLINE));
        assertEquals(
                new End.Failed("systemd ended its job: canceled"),
                units(() -> new JobEnd(1, JobResult.CANCELED)).run(UNIT, Map.of(), "", DEADLINE));
    }

    @Test
    void whatCannotBeWrittenIsNotRun() {
        End end = units(() -> {
                    throw new AssertionError("it is not to be run");
                })
                .run(UNIT, Map.of(), "", DEADLINE);
        assertTrue(((End.Failed) end).why().startsWith("what it is told cannot be written: "), end::toString);
    }

    @Test
    void neverTwoOfOneAtOnce() throws Exception {
        Files.createDirectory(folder.resolve("events"));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1);
        ProgramUnits units = units(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            entered.countDown();
            assertEquals(1, files());
            inside.decrementAndGet();
            return new JobEnd(1, JobResult.DONE);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<End>> runs = Stream.generate(
                            () -> threads.submit(() -> units.run(UNIT, Map.of(), "text", DEADLINE)))
                    .limit(50)
                    .toList();
            entered.await();
            for (Future<End> run : runs) {
                assertEquals(new End.Exited(0), run.get());
            }
        }
        assertEquals(1, most.get());
        assertEquals(0, files());
    }
}
