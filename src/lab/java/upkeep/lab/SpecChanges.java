package upkeep.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Specs of some services in a few files, and changes of them by chance: services come and go, are told something else, stand to each
 * other in another way, become part of a target, take over a unit of Debian and leave it alone again; a file is broken and mended.
 */
final class SpecChanges {

    private static final int MOST_SERVICES = 9;
    private static final int FILES = 3;
    private static final List<String> ADOPTED = List.of("nginx", "chrony");
    private static final String BROKEN = "  ? [this: is\n";

    private final Random random;
    private final SortedMap<String, SortedMap<String, String>> services = new TreeMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private Optional<Integer> broken = Optional.empty();
    private int count;

    SpecChanges(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            add();
        }
    }

    /** The texts of the files, by their names. */
    SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder();
            int here = file;
            services.forEach((name, keys) -> {
                if (places.getOrDefault(name, 0) == here) {
                    text.append("  ").append(name).append(":\n");
                    keys.forEach((key, value) -> text.append("    ")
                            .append(key)
                            .append(": ")
                            .append(value)
                            .append('\n'));
                }
            });
            String body = text.isEmpty() ? "" : "services:\n" + text;
            // A key of a target is there in each file that may need it, and maps are merged.
            files.put("lab-" + file + ".yaml", body + "targets: {shop: {}}\n" + (isBroken(file) ? BROKEN : ""));
        }
        return files;
    }

    private boolean isBroken(int file) {
        return broken.filter(number -> number == file).isPresent();
    }

    boolean isBroken() {
        return broken.isPresent();
    }

    /** Makes one change or two, and says which. */
    String change() {
        if (broken.isPresent()) {
            broken = Optional.empty();
            return "mend the file";
        }
        String first = one();
        return random.nextInt(3) == 0 ? first + "; " + one() : first;
    }

    private String one() {
        return switch (random.nextInt(14)) {
            case 0 -> services.size() < MOST_SERVICES ? add() : remove();
            case 1 -> services.size() > 2 ? remove() : add();
            case 2 -> adopt();
            case 3 -> {
                if (random.nextInt(2) == 0) {
                    broken = Optional.of(random.nextInt(FILES));
                    yield "break file " + broken.get();
                }
                yield set("exec", "[/usr/bin/sleep, \"" + (1_000_000 + random.nextInt(1_000)) + "\"]");
            }
            case 4, 5 -> set("exec", "[/usr/bin/sleep, \"" + (1_000_000 + random.nextInt(1_000)) + "\"]");
            case 6 -> set("description", "Number " + random.nextInt(1_000));
            case 7 ->
                toggle(
                        "limits",
                        "{memory: " + (100 + random.nextInt(100)) + "M, tasks: " + (20 + random.nextInt(20)) + "}");
            case 8 -> toggle("hardening", pick(List.of("none", "baseline", "strict", "paranoid")));
            case 9 -> toggle("environment", "{A: \"" + random.nextInt(100) + "\"}");
            case 10 -> toggle("restart", "{delay: " + (1 + random.nextInt(20)) + "s}");
            case 11 -> toggle("target", "shop");
            default -> relate();
        };
    }

    private String add() {
        String name = "lab-" + count++;
        SortedMap<String, String> keys = new TreeMap<>();
        keys.put("exec", "[/usr/bin/sleep, infinity]");
        keys.put("user", "root");
        services.put(name, keys);
        places.put(name, random.nextInt(FILES));
        return "add " + name;
    }

    private String remove() {
        String name = pick(List.copyOf(services.keySet()));
        services.remove(name);
        // What named it must not go on naming it.
        services.values().forEach(keys -> keys.values().removeIf(value -> value.contains(name + ".service")));
        return "remove " + name;
    }

    private String adopt() {
        String name = pick(ADOPTED);
        if (services.containsKey(name)) {
            services.remove(name);
            return "leave " + name + " alone";
        }
        SortedMap<String, String> keys = new TreeMap<>();
        keys.put("adopt", name + ".service");
        keys.put("limits", "{open-files: " + (5_000 + random.nextInt(100)) + "}");
        services.put(name, keys);
        places.put(name, random.nextInt(FILES));
        return "adopt " + name;
    }

    private Optional<String> own() {
        List<String> own = services.keySet().stream()
                .filter(name -> !ADOPTED.contains(name))
                .toList();
        return own.isEmpty() ? Optional.empty() : Optional.of(pick(own));
    }

    private String set(String key, String value) {
        Optional<String> name = own();
        if (name.isEmpty()) {
            return add();
        }
        keys(name.get()).put(key, value);
        return name.get() + " " + key + ": " + value;
    }

    private String toggle(String key, String value) {
        Optional<String> name = own();
        if (name.isEmpty()) {
            return add();
        }
        SortedMap<String, String> keys = keys(name.get());
        if (keys.containsKey(key) && random.nextInt(2) == 0) {
            keys.remove(key);
            return name.get() + " without " + key;
        }
        keys.put(key, value);
        return name.get() + " " + key + ": " + value;
    }

    /** A service with a higher number may hang on one with a lower, so that there is no circle. */
    private String relate() {
        List<String> own = new ArrayList<>(services.keySet());
        own.removeAll(ADOPTED);
        if (own.size() < 2) {
            return add();
        }
        int later = 1 + random.nextInt(own.size() - 1);
        String name = own.get(later);
        String other = own.get(random.nextInt(later)) + ".service";
        String relation = pick(List.of("requires", "binds-to", "part-of", "wants", "after"));
        SortedMap<String, String> keys = keys(name);
        if (keys.remove(relation) != null) {
            return name + " without " + relation;
        }
        keys.put(relation, other);
        if (random.nextBoolean()) {
            keys.put("after", other);
        }
        return name + " " + relation + ": " + other;
    }

    private SortedMap<String, String> keys(String name) {
        return Objects.requireNonNull(services.get(name));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
