package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Execution;
import upkeep.spec.Service;
import upkeep.unit.NastyText;
import upkeep.unit.Quoting;
import upkeep.unit.UnitFile;

/**
 * Wherever a spec holds free text, the text reaches systemd as it is or is refused at its place; it never becomes another
 * directive.
 */
class NastyValuesTest {

    private static final Renderer RENDERER = new Renderer();
    private static final SourcePos ORIGIN = new SourcePos("web.yaml", 9, 14);

    /**
     * One place for a text.
     *
     * @param setting how the spec calls it
     * @param put sets it
     * @param meaning what systemd takes the written value for
     * @param takesAll whether every text but one with NUL can be said there
     */
    record Place(
            String section,
            String key,
            String setting,
            BiConsumer<Plans.Builder, String> put,
            Function<String, Optional<String>> meaning,
            boolean takesAll) {}

    static Stream<Named<Place>> places() {
        return Stream.of(
                        new Place(
                                "Unit",
                                "Description",
                                "description",
                                (builder, text) -> builder.description = Optional.of(text),
                                Quoting::textMeaning,
                                false),
                        new Place(
                                "Service",
                                "ExecStart",
                                "exec",
                                (builder, text) -> builder.exec = List.of("/bin/x", text),
                                NastyValuesTest::lastArgument,
                                true),
                        new Place(
                                "Service",
                                "ExecStart",
                                "exec",
                                (builder, text) -> builder.exec = List.of("/bin/" + text),
                                written -> lastArgument(written).map(path -> path.substring(5)),
                                false),
                        new Place(
                                "Service",
                                "ExecStartPre",
                                "before-start[0]",
                                (builder, text) -> builder.beforeStart.add(command(text)),
                                NastyValuesTest::lastArgument,
                                true),
                        new Place(
                                "Service",
                                "ExecReload",
                                "reload.exec",
                                (builder, text) ->
                                        builder.reload = Optional.of(new Execution.Reload.ByCommand(command(text))),
                                NastyValuesTest::lastArgument,
                                true),
                        new Place(
                                "Service",
                                "ExecStop",
                                "stop.exec",
                                (builder, text) -> builder.stop =
                                        new Execution.Stop(Optional.of(command(text)), "TERM", TimeSpan.ofSeconds(1)),
                                NastyValuesTest::lastArgument,
                                true),
                        new Place(
                                "Service",
                                "Environment",
                                "environment.A",
                                (builder, text) -> builder.environment.put("A", text),
                                written -> Quoting.wordMeaning(written)
                                        .map(words -> words.getLast().substring(2)),
                                true),
                        new Place(
                                "Service",
                                "EnvironmentFile",
                                "environment-file",
                                (builder, text) -> builder.environmentFiles.add(
                                        new Execution.EnvironmentFile("/etc/" + text, false)),
                                written -> Quoting.textMeaning(written).map(path -> path.substring(5)),
                                false),
                        new Place(
                                "Service",
                                "WorkingDirectory",
                                "directory",
                                (builder, text) -> builder.directory = Optional.of("/srv/" + text),
                                written -> Quoting.textMeaning(written).map(path -> path.substring(5)),
                                false),
                        new Place(
                                "Service",
                                "PIDFile",
                                "pid-file",
                                (builder, text) -> builder.pidFile = Optional.of("/run/" + text),
                                written -> Quoting.textMeaning(written).map(path -> path.substring(5)),
                                false),
                        new Place(
                                "Service",
                                "BusName",
                                "bus-name",
                                (builder, text) -> builder.busName = Optional.of(text),
                                Optional::of,
                                false),
                        new Place(
                                "Service",
                                "User",
                                "user",
                                (builder, text) ->
                                        builder.identity = new Execution.Identity.Named(text, Optional.empty()),
                                Optional::of,
                                false),
                        new Place(
                                "Service",
                                "StateDirectory",
                                "directories.state",
                                (builder, text) -> builder.directories = new Execution.Directories(
                                        List.of(text), List.of(), List.of(), List.of(), List.of()),
                                Optional::of,
                                false),
                        new Place(
                                "Service",
                                "KillSignal",
                                "stop.signal",
                                (builder, text) -> builder.stop =
                                        new Execution.Stop(Optional.empty(), text, TimeSpan.ofSeconds(1)),
                                Optional::of,
                                false),
                        new Place(
                                "Unit",
                                "SourcePath",
                                "unit.Unit.SourcePath",
                                (builder, text) -> builder.directives.add(
                                        new Service.Directive("Unit", "SourcePath", text, ORIGIN)),
                                Optional::of,
                                false))
                .map(place -> Named.of(place.setting(), place));
    }

    private static Execution.Command command(String argument) {
        return new Execution.Command(List.of("/bin/x", argument));
    }

    private static Optional<String> lastArgument(String written) {
        return Quoting.commandMeaning(written).map(List::getLast);
    }

    @ParameterizedTest
    @MethodSource("places")
    void reachesSystemdAsItIsOrIsRefusedAtItsPlace(Place place) {
        List<String> plainKeys = keys(rendered(new Plans.Builder("web")));
        NastyText.all().forEach(text -> {
            Plans.Builder builder = new Plans.Builder("web");
            place.put().accept(builder, text);
            builder.settings.add(new Service.Setting(place.setting(), text, ORIGIN));
            Checked<UnitTree> result = RENDERER.render(Plans.of(builder.build()), 252);
            if (result.value().isEmpty()) {
                assertFalse(place.takesAll(), () -> text + result.problems());
                assertEquals(1, result.problems().size(), result.problems()::toString);
                Problem problem = result.problems().getFirst();
                assertEquals(ORIGIN, problem.position());
                assertTrue(problem.message().contains(place.key() + "="), problem.message());
                return;
            }
            UnitFile unit = rendered(builder);
            List<String> keys = keys(unit);
            assertTrue(keys.remove(place.key()));
            plainKeys.stream().filter(place.key()::equals).forEach(keys::add);
            assertEquals(
                    plainKeys.stream().sorted().toList(), keys.stream().sorted().toList());
            String written = unit.assignments().stream()
                    .filter(each -> each.key().equals(place.key()))
                    .findFirst()
                    .orElseThrow()
                    .value();
            assertEquals(Optional.of(text), place.meaning().apply(written));
        });
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesNul(Place place) {
        Plans.Builder builder = new Plans.Builder("web");
        place.put().accept(builder, "a\0b");
        assertTrue(RENDERER.render(Plans.of(builder.build()), 257).value().isEmpty());
    }

    private static UnitFile rendered(Plans.Builder builder) {
        UnitTree tree = RENDERER.render(Plans.of(builder.build()), 252).value().orElseThrow();
        String content = Plans.file(tree, "/etc/systemd/system/web.service").content();
        return UnitFile.parse("web.service", content).value().orElseThrow();
    }

    private static List<String> keys(UnitFile unit) {
        return new java.util.ArrayList<>(
                unit.assignments().stream().map(UnitFile.Assignment::key).toList());
    }
}
