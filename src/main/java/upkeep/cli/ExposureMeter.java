package upkeep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.Exposure;
import upkeep.base.UnitName;

/**
 * Asks {@code systemd-analyze security} of this machine how exposed units are. They are laid in a folder of their own and
 * judged as files, so that neither what runs nor what is installed matters.
 */
final class ExposureMeter {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern OVERALL =
            Pattern.compile("Overall exposure level for (\\S+): ([0-9]{1,2}\\.[0-9])\\b");

    /** Enough for the sections of all directives, which are fewer than a hundred. */
    private static final int MAXIMUM_ITEMS = 1_000;

    private final Programs programs;

    ExposureMeter(Programs programs) {
        this.programs = programs;
    }

    /**
     * What was measured.
     *
     * @param exposures by unit; one that systemd-analyze could not judge is missing
     * @param failure why something is missing
     */
    record Measured(Map<UnitName, Exposure> exposures, Optional<String> failure) {
        Measured {
            exposures = Map.copyOf(exposures);
        }
    }

    /** What one directive adds to the exposure of a unit because it is not set. */
    record Cost(String directive, Exposure exposure) {}

    Measured measure(Map<UnitName, UnitSources> units) {
        if (units.isEmpty()) {
            return new Measured(Map.of(), Optional.empty());
        }
        Programs.Result result = analyze(units, List.of());
        Map<UnitName, Exposure> exposures = new HashMap<>();
        Matcher overall = OVERALL.matcher(result.out());
        while (overall.find()) {
            Optional<UnitName> unit = UnitName.parse(overall.group(1));
            Optional<Exposure> exposure = Exposure.parse(overall.group(2));
            if (unit.isPresent() && exposure.isPresent()) {
                exposures.put(unit.get(), exposure.get());
            }
        }
        Optional<String> failure = exposures.size() == units.size()
                ? Optional.empty()
                : result.err().lines().reduce((earlier, later) -> later).or(() -> Optional.of("it says nothing of it"));
        return new Measured(exposures, failure);
    }

    /** What could still be set, the most costly first; nothing where that cannot be told. */
    List<Cost> costs(UnitName unit, UnitSources sources) {
        Programs.Result result = analyze(Map.of(unit, sources), List.of("--json=short"));
        Map<String, Integer> costs = new LinkedHashMap<>();
        int items = 0;
        try (JsonParser json = new JsonFactory().createParser(result.out())) {
            while (json.nextToken() != null && items++ < MAXIMUM_ITEMS) {
                item(json)
                        .ifPresent(cost ->
                                costs.merge(cost.directive(), cost.exposure().tenths(), Integer::sum));
            }
        } catch (IOException e) {
            return List.of();
        }
        return costs.entrySet().stream()
                .map(cost -> new Cost(cost.getKey(), new Exposure(Math.min(cost.getValue(), 100))))
                .sorted(Comparator.comparing(Cost::exposure).reversed().thenComparing(Cost::directive))
                .toList();
    }

    /** One object of the list; several are about one directive, such as each capability of CapabilityBoundingSet=. */
    private static Optional<Cost> item(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        String name = "";
        String exposure = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getValueAsString("");
                case "exposure" -> exposure = json.getValueAsString("");
                default -> json.skipChildren();
            }
        }
        int end = name.indexOf('=');
        String directive = end < 0 ? name : name.substring(0, end);
        return Exposure.parse(exposure)
                .filter(cost -> cost.tenths() > 0 && !directive.isEmpty())
                .map(cost -> new Cost(directive, cost));
    }

    private Programs.Result analyze(Map<UnitName, UnitSources> units, List<String> options) {
        Path folder;
        try {
            folder = Files.createTempDirectory("upkeep-exposure");
        } catch (IOException e) {
            return new Programs.Result(-1, "", "cannot make a temporary folder: " + e.getMessage());
        }
        try {
            // Nothing but this folder: what is installed must not mix with what is to be judged.
            List<String> command = new ArrayList<>(
                    List.of("env", "SYSTEMD_UNIT_PATH=" + folder, "systemd-analyze", "security", "--offline=true"));
            command.add("--no-pager");
            command.addAll(options);
            for (Map.Entry<UnitName, UnitSources> unit : units.entrySet()) {
                command.add(write(folder, unit.getKey(), unit.getValue()));
            }
            return programs.run(DEADLINE, command);
        } catch (IOException e) {
            return new Programs.Result(-1, "", "cannot write to " + folder + ": " + e.getMessage());
        } finally {
            delete(folder);
        }
    }

    private static String write(Path folder, UnitName unit, UnitSources sources) throws IOException {
        Path file = folder.resolve(unit.text());
        Files.writeString(file, sources.unit().orElse("[Service]\nExecStart=/bin/true\n"));
        Path dropIns = folder.resolve(unit.text() + ".d");
        for (Map.Entry<String, String> dropIn : sources.dropIns().entrySet()) {
            Files.createDirectories(dropIns);
            Files.writeString(dropIns.resolve(dropIn.getKey()), dropIn.getValue());
        }
        return file.toString();
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
