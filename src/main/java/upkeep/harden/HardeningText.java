package upkeep.harden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import upkeep.spec.Hardening;

/** A hardening as a spec says it, on one line. */
public final class HardeningText {

    private HardeningText() {}

    /** What stands behind {@code hardening:}: a level alone, or a map with what is not the default. */
    public static String of(Hardening hardening) {
        List<String> entries = new ArrayList<>();
        if (hardening.runtime() != Hardening.RuntimeKind.NATIVE) {
            entries.add("runtime: " + word(hardening.runtime()));
        }
        if (hardening.network() != Hardening.Network.ANY) {
            entries.add("network: " + word(hardening.network()));
        }
        if (!hardening.writable().isEmpty()) {
            entries.add("writable: "
                    + list(hardening.writable().stream()
                            .map(HardeningText::quoted)
                            .toList()));
        }
        if (!hardening.allow().isEmpty()) {
            entries.add("allow: "
                    + list(hardening.allow().stream().map(HardeningText::word).toList()));
        }
        hardening.ceiling().ifPresent(ceiling -> entries.add("ceiling: " + ceiling));
        String level = word(hardening.level());
        return entries.isEmpty() ? level : "{level: " + level + ", " + String.join(", ", entries) + "}";
    }

    private static String list(List<String> items) {
        return items.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A path as a value of YAML; in single quotes, in which only the quote itself is doubled, where it has other signs. */
    private static String quoted(String path) {
        return path.matches("/[A-Za-z0-9_./@+-]*") ? path : "'" + path.replace("'", "''") + "'";
    }
}
