package upkeep.spec;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an alert is about, by the names that mean it. */
final class AlertSubject {

    /** What the machine is called in a spec; its alerts have no subject. */
    static final String HOST = "host";

    /** {@code NAME}, {@code NAME@NUMBER} of a set, and either with {@code /PROBE}. */
    private static final Pattern PARTS = Pattern.compile("([a-z][a-z0-9-]*)(@[0-9]+)?(/[a-z]+)?");

    private AlertSubject() {}

    /**
     * All names by which it is meant, the narrowest first: {@code web@1/readiness} is meant by {@code web/readiness},
     * {@code web@1} and {@code web} as well.
     *
     * @param subject a service, its probe, a check, or the unit of somebody else; empty for the machine
     */
    static SequencedSet<String> names(String subject) {
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(subject.isEmpty() ? HOST : subject);
        Matcher parts = PARTS.matcher(subject);
        if (parts.matches()) {
            String name = parts.group(1);
            String instance = parts.group(2) == null ? "" : parts.group(2);
            String probe = parts.group(3) == null ? "" : parts.group(3);
            names.add(name + probe);
            names.add(name + instance);
            names.add(name);
        }
        return names;
    }
}
