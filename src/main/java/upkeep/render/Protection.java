package upkeep.render;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Permission;

/**
 * One directive that takes something from a service: a row of {@link Protections#TABLE}.
 *
 * @param denies what the service can no longer do, as in "it cannot DENIES"
 * @param steps from which level it has which values; the last that applies holds
 * @param permissions what takes it away when it is allowed
 * @param circumstances up to which level it holds at most when one of these is met; {@link Level#NONE} for not at all
 * @param companions directives without which it would be something else, each with its value
 * @param collects whether systemd adds further lines to those before, so that in a drop-in an empty one must come first
 */
record Protection(
        String key,
        String denies,
        List<Step> steps,
        Set<Permission> permissions,
        Map<Circumstance, Level> circumstances,
        Map<String, String> companions,
        boolean collects) {

    /** Values that hold from a level on. */
    record Step(Level from, Function<Sandbox.Need, List<String>> values) {}

    static Protection of(String key, String denies) {
        return new Protection(key, denies, List.of(), Set.of(), Map.of(), Map.of(), false);
    }

    Protection from(Level level, String value) {
        return from(level, need -> List.of(value));
    }

    Protection from(Level level, Function<Sandbox.Need, List<String>> values) {
        List<Step> all = new ArrayList<>(steps);
        all.add(new Step(level, values));
        return new Protection(key, denies, List.copyOf(all), permissions, circumstances, companions, collects);
    }

    /** One of these takes it away. */
    Protection unless(Permission... allowed) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        Stream.concat(permissions.stream(), Stream.of(allowed)).forEach(all::add);
        return new Protection(key, denies, steps, all, circumstances, companions, collects);
    }

    /** This takes it away. */
    Protection unless(Circumstance met) {
        return atMost(Level.NONE, met);
    }

    /** With this it goes no further than that level. */
    Protection atMost(Level level, Circumstance met) {
        Map<Circumstance, Level> all = new EnumMap<>(Circumstance.class);
        all.putAll(circumstances);
        all.put(met, level);
        return new Protection(key, denies, steps, permissions, all, companions, collects);
    }

    Protection along(String companion, String value) {
        return new Protection(key, denies, steps, permissions, circumstances, Map.of(companion, value), collects);
    }

    Protection collecting() {
        return new Protection(key, denies, steps, permissions, circumstances, companions, true);
    }

    /** The level from which on there is anything of it. */
    Level first() {
        return steps.getFirst().from();
    }
}
