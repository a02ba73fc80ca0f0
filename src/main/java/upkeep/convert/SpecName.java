package upkeep.convert;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import upkeep.base.UnitName;

/** Which name a unit gets in a spec: a-z, 0-9 and {@code -}, beginning with a letter, at most 64 long. */
final class SpecName {

    private static final int LONGEST = 64;

    /** What systemd writes for a character that a unit's name cannot have; systemd-escape(1). */
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");

    private SpecName() {}

    /** {@code postgresql-17-main} for {@code postgresql@17-main.service}; what is no service has its type at the end. */
    static String of(UnitName unit, Set<String> taken) {
        String stem = ESCAPED.matcher(unit.stem()).replaceAll(SpecName::character);
        String ending = unit.type().equals("service") ? "" : "-" + unit.type();
        String plain =
                stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String name = plain.isEmpty() ? "root" : plain.matches("[a-z].*") ? plain : "unit-" + plain;
        String found = fitting(name, ending);
        for (int number = 2; taken.contains(found); number++) {
            found = fitting(name, ending + "-" + number);
        }
        return found;
    }

    private static String fitting(String name, String ending) {
        int room = LONGEST - ending.length();
        return (name.length() <= room ? name : name.substring(0, room).replaceAll("-+$", "")) + ending;
    }

    private static String character(MatchResult escaped) {
        char meant = (char) Integer.parseInt(escaped.group(1), 16);
        return Character.isLetterOrDigit(meant) && meant < 0x80 ? String.valueOf(meant) : "-";
    }
}
