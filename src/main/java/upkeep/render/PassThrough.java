package upkeep.render;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.Nearest;
import upkeep.base.Problem;
import upkeep.spec.Service.Directive;
import upkeep.unit.Directives;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;
import upkeep.unit.UnitType;

/** The {@code unit:} part of a spec: any directive, verbatim, if the target systemd knows it. */
final class PassThrough {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern EXTENSION = Pattern.compile("X-[A-Za-z0-9-]{1,64}");

    private PassThrough() {}

    /** Collects those of a unit of that type. */
    static void collect(
            List<Directive> directives, boolean adopted, UnitType type, int systemdVersion, AskedList asked) {
        for (Directive directive : directives) {
            Optional<Problem> problem = adopted && directive.section().equals("Install")
                    ? Optional.of(Problem.error(
                            directive.position(),
                            "cannot pass [Install] to systemd: it is not read in the drop-in of an adopted unit"))
                    : check(directive, type, systemdVersion);
            if (problem.isPresent()) {
                asked.problem(problem.get());
            }
            if (problem.isEmpty() || !problem.get().isError()) {
                asked.passThrough(directive.section(), directive.key(), directive.value());
            }
        }
    }

    private static Optional<Problem> check(Directive directive, UnitType type, int systemdVersion) {
        String what = "cannot pass [" + directive.section() + "] " + directive.key() + "= to systemd: ";
        boolean ignored = isIgnored(directive, type);
        if (!ignored && !type.has(directive.section())) {
            return Optional.of(unknownSection(directive, type));
        }
        Optional<Integer> since = ignored ? Optional.of(0) : Directives.since(directive.section(), directive.key());
        if (since.isEmpty()) {
            return Optional.of(unknownKey(directive, type, what));
        }
        int needed = Directives.find(directive.section(), directive.key())
                .map(known -> known.since(directive.value()))
                .orElse(0);
        if (needed > systemdVersion) {
            String subject = since.get() == needed ? "it" : "the value " + directive.value();
            return Optional.of(Problem.error(
                    directive.position(),
                    what + subject + " needs systemd " + needed + ", and the target has " + systemdVersion));
        }
        if (Quoting.verbatim(directive.value()) instanceof Quoted.Refused refused) {
            return Optional.of(Problem.error(directive.position(), what + refused.why()));
        }
        if (SetDirectives.NEEDS_BPF.contains(directive.key()) && systemdVersion == Directives.OLDEST_VERSION) {
            return Optional.of(Problem.warning(
                    directive.position(),
                    directive.key() + "= has no effect with the systemd of Debian 12, which is built without BPF"));
        }
        return Optional.empty();
    }

    /** systemd leaves sections and keys that begin with X- to others. */
    private static boolean isIgnored(Directive directive, UnitType type) {
        return EXTENSION.matcher(directive.section()).matches()
                ? NAME.matcher(directive.key()).matches()
                : type.has(directive.section())
                        && EXTENSION.matcher(directive.key()).matches();
    }

    private static Set<String> sections(UnitType type) {
        return new TreeSet<>(Set.of("Unit", type.section(), "Install"));
    }

    private static Problem unknownSection(Directive directive, UnitType type) {
        String message = "cannot pass [" + directive.section() + "] to systemd: " + UnitType.article(type)
                + " has no such section";
        return Nearest.to(directive.section(), sections(type))
                .map(near -> Problem.error(directive.position(), message, "did you mean [" + near + "]?"))
                .orElseGet(() -> Problem.error(
                        directive.position(), message, "the sections are " + String.join(", ", sections(type))));
    }

    private static Problem unknownKey(Directive directive, UnitType type, String what) {
        String message = what + "no systemd up to 257 knows it there";
        return sections(type).stream()
                .filter(section -> Directives.since(section, directive.key()).isPresent())
                .findFirst()
                .map(section -> "it belongs in [" + section + "]")
                .or(() -> Directives.nearest(directive.section(), directive.key())
                        .map(near -> "did you mean " + near + "=?"))
                .map(hint -> Problem.error(directive.position(), message, hint))
                .orElseGet(() -> Problem.error(directive.position(), message));
    }
}
