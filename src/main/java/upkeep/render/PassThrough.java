package upkeep.render;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.Nearest;
import upkeep.base.Problem;
import upkeep.spec.Service;
import upkeep.spec.Service.Directive;
import upkeep.unit.Directives;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;

/** The {@code unit:} part of a spec: any directive, verbatim, if the target systemd knows it. */
final class PassThrough {

    private static final Set<String> SECTIONS = new TreeSet<>(Set.of("Unit", "Service", "Install"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern EXTENSION = Pattern.compile("X-[A-Za-z0-9-]{1,64}");

    private PassThrough() {}

    static void collect(Service service, int systemdVersion, AskedList asked) {
        for (Directive directive : service.directives()) {
            Optional<Problem> problem = service.isAdopted()
                            && directive.section().equals("Install")
                    ? Optional.of(Problem.error(
                            directive.position(),
                            "cannot pass [Install] to systemd: it is not read in the drop-in of an adopted unit"))
                    : check(directive, systemdVersion);
            if (problem.isPresent()) {
                asked.problem(problem.get());
            }
            if (problem.isEmpty() || !problem.get().isError()) {
                asked.passThrough(directive.section(), directive.key(), directive.value());
            }
        }
    }

    private static Optional<Problem> check(Directive directive, int systemdVersion) {
        String what = "cannot pass [" + directive.section() + "] " + directive.key() + "= to systemd: ";
        boolean ignored = isIgnored(directive);
        if (!ignored && !SECTIONS.contains(directive.section())) {
            return Optional.of(unknownSection(directive));
        }
        Optional<Integer> since = ignored ? Optional.of(0) : Directives.since(directive.section(), directive.key());
        if (since.isEmpty()) {
            return Optional.of(unknownKey(directive, what));
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
        if (ServiceDirectives.NEEDS_BPF.contains(directive.key()) && systemdVersion == Directives.OLDEST_VERSION) {
            return Optional.of(Problem.warning(
                    directive.position(),
                    directive.key() + "= has no effect with the systemd of Debian 12, which is built without BPF"));
        }
        return Optional.empty();
    }

    /** systemd leaves sections and keys that begin with X- to others. */
    private static boolean isIgnored(Directive directive) {
        return EXTENSION.matcher(directive.section()).matches()
                ? NAME.matcher(directive.key()).matches()
                : SECTIONS.contains(directive.section())
                        && EXTENSION.matcher(directive.key()).matches();
    }

    private static Problem unknownSection(Directive directive) {
        String message = "cannot pass [" + directive.section() + "] to systemd: a service has no such section";
        return Nearest.to(directive.section(), SECTIONS)
                .map(near -> Problem.error(directive.position(), message, "did you mean [" + near + "]?"))
                .orElseGet(() -> Problem.error(
                        directive.position(), message, "the sections are " + String.join(", ", SECTIONS)));
    }

    private static Problem unknownKey(Directive directive, String what) {
        String message = what + "no systemd up to 257 knows it there";
        return SECTIONS.stream()
                .filter(section -> Directives.since(section, directive.key()).isPresent())
                .findFirst()
                .map(section -> "it belongs in [" + section + "]")
                .or(() -> Directives.nearest(directive.section(), directive.key())
                        .map(near -> "did you mean " + near + "=?"))
                .map(hint -> Problem.error(directive.position(), message, hint))
                .orElseGet(() -> Problem.error(directive.position(), message));
    }
}
