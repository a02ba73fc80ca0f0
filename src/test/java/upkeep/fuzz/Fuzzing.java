package upkeep.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import upkeep.base.Digest;

/** What Jazzer calls, by these names: one target in each process, named by family and name in {@code --target_args}. */
public final class Fuzzing {

    private static final Path FINDINGS = Path.of("src", "test", "resources", "fuzz");

    private static @Nullable FuzzTarget target;

    private Fuzzing() {}

    public static void fuzzerInitialize(String[] arguments) throws Exception {
        FuzzTarget chosen = FuzzTargets.of(arguments[0]).stream()
                .filter(each -> each.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target is called " + arguments[1]));
        // What classes take to be loaded and instrumented is not the first input's fault.
        for (byte[] seed : chosen.seeds()) {
            chosen.hold(seed);
        }
        target = chosen;
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        FuzzTarget chosen = target;
        if (chosen == null) {
            throw new IllegalStateException("no target was chosen");
        }
        chosen.hold(bytes);
    }

    /** Puts the seeds and the pinned findings of all targets into folders below one; prints families and names. */
    public static void main(String[] arguments) throws IOException {
        for (String family : FuzzTargets.families()) {
            for (FuzzTarget each : FuzzTargets.of(family)) {
                Path folder = Files.createDirectories(Path.of(arguments[0]).resolve(each.name()));
                for (byte[] seed : each.seeds()) {
                    Files.write(folder.resolve(Digest.of(seed).hex()), seed);
                }
                for (Path finding : findings(each.name())) {
                    byte[] bytes = Files.readAllBytes(finding);
                    Files.write(folder.resolve(Digest.of(bytes).hex()), bytes);
                }
                System.out.println(family + " " + each.name());
            }
        }
    }

    /** What was once found of a target, and must not come back. */
    static List<Path> findings(String name) throws IOException {
        Path folder = FINDINGS.resolve(name);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
