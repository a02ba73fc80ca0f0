package upkeep.spec;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.base.Nearest;

/** Reads which alerts are meant, the map under {@code match}. */
final class MatchReader {

    private final AlertNames names;
    private final Report report;

    MatchReader(AlertNames names, Report report) {
        this.names = names;
        this.report = report;
    }

    /** @param owner the map that may have the key */
    AlertMatch read(Fields owner) {
        Fields match = owner.map(AlertKeys.MATCH);
        List<Located<String>> subjects = match.list(AlertKeys.SUBJECT);
        List<Located<String>> targets = match.list(AlertKeys.TARGET);
        Set<Urgency> urgencies =
                match.list(AlertKeys.URGENCY).stream().map(Located::value).collect(Collectors.toSet());
        for (Key<?> key : List.of(AlertKeys.SUBJECT, AlertKeys.TARGET, AlertKeys.URGENCY)) {
            if (match.has(key) && match.nodes(key).isEmpty()) {
                report.error(
                        match.at(key), "cannot match an empty " + key.name() + ": nothing would fit", "leave it out");
            }
        }
        if (subjects.size() > AlertKeys.MOST_SUBJECTS) {
            report.error(
                    match.at(AlertKeys.SUBJECT),
                    "cannot match " + subjects.size() + " subjects: the most are " + AlertKeys.MOST_SUBJECTS,
                    "write * for any letters, or match the target");
        }
        subjects.forEach(this::subject);
        targets.forEach(this::target);
        return new AlertMatch(
                subjects.stream().map(Located::value).toList(),
                targets.stream().map(Located::value).collect(Collectors.toSet()),
                urgencies,
                match.read(AlertKeys.SEVERITY));
    }

    private void subject(Located<String> subject) {
        String text = subject.value();
        boolean isPattern = text.contains("*");
        // Alerts are also about units of others that services hang on, which nobody knows beforehand.
        boolean isUnit = text.contains(".");
        String service = names.units().get(text);
        if (service != null) {
            report.error(
                    subject.position(),
                    "cannot match " + Quoted.text(text) + ": its alerts have the name of its service",
                    "write " + service);
        } else if (!isPattern && !isUnit && !names.subjects().contains(text)) {
            report.error(
                    subject.position(),
                    "cannot match " + Quoted.text(text) + ": no service or check has that name",
                    near(text, names.subjects(), "name a service or a check of these specs; * stands for any letters"));
        } else if (isPattern && !isUnit && names.subjects().stream().noneMatch(name -> AlertMatch.fits(text, name))) {
            report.warning(subject.position(), "match: no service or check has a name such as " + Quoted.text(text));
        }
    }

    private void target(Located<String> target) {
        if (!names.targets().contains(target.value())) {
            report.error(
                    target.position(),
                    "cannot match target " + Quoted.text(target.value()) + ": targets: does not describe it",
                    near(target.value(), names.targets(), "name one of targets:, without .target"));
        }
    }

    static String near(String text, Collection<String> known, String otherwise) {
        return Nearest.to(text, new TreeSet<>(known))
                .map(near -> "did you mean " + Quoted.text(near) + "?")
                .orElse(otherwise);
    }
}
