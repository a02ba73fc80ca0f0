package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Severity;

/**
 * Which alerts are meant. All that is written must fit; what is empty fits all.
 *
 * @param subjects names of services, their probes, checks and units, {@code *} for any letters, one of which must fit; a service
 *     stands for its instances and probes
 * @param targets the target that the service is part of must be one of these
 * @param urgencies one of which it must have
 * @param atLeast how loud it must be
 */
public record AlertMatch(
        List<String> subjects, Set<String> targets, Set<Urgency> urgencies, Optional<Severity> atLeast) {

    /** Fits all. */
    public static final AlertMatch ANY = new AlertMatch(List.of(), Set.of(), Set.of(), Optional.empty());

    public AlertMatch {
        subjects = List.copyOf(subjects);
        targets = Set.copyOf(targets);
        urgencies = Set.copyOf(urgencies);
    }

    /**
     * Whether an alert is meant.
     *
     * @param subject empty for the machine, which no name fits but {@code host}
     * @param target empty for what is part of none
     */
    public boolean fits(String subject, String target, Urgency urgency, Severity severity) {
        return (subjects.isEmpty() || AlertSubject.names(subject).stream().anyMatch(this::isNamed))
                && (targets.isEmpty() || targets.contains(target))
                && (urgencies.isEmpty() || urgencies.contains(urgency))
                && atLeast.filter(least -> least.isLouderThan(severity)).isEmpty();
    }

    private boolean isNamed(String name) {
        return subjects.stream().anyMatch(pattern -> fits(pattern, name));
    }

    /** Whether a pattern fits a name. A walk without recursion: patterns come from whoever writes specs. */
    static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
