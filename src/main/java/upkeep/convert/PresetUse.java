package upkeep.convert;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import upkeep.base.UnitName;
import upkeep.spec.PresetDescription;

/**
 * A preset that describes a unit.
 *
 * @param preset its name
 * @param parameters those that must be written, with their values
 */
record PresetUse(String preset, Map<String, String> parameters) {

    private static final Pattern PARAMETER = Pattern.compile("\\$\\{([a-z0-9-]+)}");

    /** What may take the place of a parameter, as little as will do: versions have no dash, names of clusters may. */
    private static final String VALUE = "([A-Za-z0-9][A-Za-z0-9_.-]{0,63}?)";

    /** The preset for the unit; of several the one that is called as the unit is, or else the first by name. */
    static Optional<PresetUse> of(UnitName unit, SortedMap<String, PresetDescription> presets) {
        return presets.entrySet().stream()
                .flatMap(entry -> of(unit, entry.getKey(), entry.getValue()).stream())
                .min(Comparator.comparing((PresetUse use) -> !use.preset().equals(unit.stem()))
                        .thenComparing(PresetUse::preset));
    }

    private static Optional<PresetUse> of(UnitName unit, String name, PresetDescription preset) {
        return preset.adopts().flatMap(adopted -> {
            Matcher matcher = Pattern.compile(pattern(adopted)).matcher(unit.text());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            int group = 1;
            for (Matcher found = PARAMETER.matcher(adopted); found.find(); group++) {
                String value = matcher.group(group);
                String earlier = parameters.putIfAbsent(found.group(1), value);
                if (earlier != null && !earlier.equals(value)) {
                    return Optional.empty();
                }
            }
            if (!preset.parameters().keySet().containsAll(parameters.keySet())) {
                return Optional.empty();
            }
            boolean isComplete = preset.parameters().entrySet().stream()
                    .allMatch(parameter ->
                            parameter.getValue().isPresent() || parameters.containsKey(parameter.getKey()));
            preset.parameters().forEach((key, fallback) -> fallback.ifPresent(value -> parameters.remove(key, value)));
            return isComplete ? Optional.of(new PresetUse(name, parameters)) : Optional.empty();
        });
    }

    private static String pattern(String adopted) {
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        for (Matcher found = PARAMETER.matcher(adopted); found.find(); end = found.end()) {
            pattern.append(Pattern.quote(adopted.substring(end, found.start()))).append(VALUE);
        }
        return pattern.append(Pattern.quote(adopted.substring(end))).toString();
    }

    /** What stands behind {@code preset:}. */
    String text() {
        return parameters.isEmpty()
                ? preset
                : "{name: " + preset
                        + parameters.entrySet().stream()
                                .map(entry -> ", " + entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining())
                        + "}";
    }
}
