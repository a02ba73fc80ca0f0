package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Specs that are rendered: what cannot be said in a unit file is refused, and never said wrongly. */
public final class RenderFuzzTargets {

    private static final Path GOOD = Path.of("src", "test", "resources", "spec", "good");
    private static final Renderer RENDERER = new Renderer();

    private RenderFuzzTargets() {}

    public static List<FuzzTarget> all() {
        try (var files = Files.list(GOOD)) {
            Path[] specs = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toArray(Path[]::new);
            return List.of(
                    FuzzTarget.ofText("rendered-spec", RenderFuzzTargets::rendered, Renderer.class, ParseBack.class)
                            .from(specs));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void rendered(String text) {
        Specs.load(List.of(new Source("spec.yaml", text))).value().ifPresent(plan -> {
            for (int systemd : new int[] {252, 257}) {
                RENDERER.render(plan, systemd)
                        .value()
                        .ifPresent(tree ->
                                tree.files().forEach((path, file) -> assertTrue(path.startsWith("/etc/"), path)));
            }
        });
    }
}
