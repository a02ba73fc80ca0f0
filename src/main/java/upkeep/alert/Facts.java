package upkeep.alert;

import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Severity;
import upkeep.spec.AlertMatch;
import upkeep.spec.Urgency;

/**
 * What is known of something that is wrong.
 *
 * @param subject the service or check; empty for the machine
 * @param target the target that it is part of; empty for none
 * @param what is wrong, in half a sentence
 * @param incident the number in the ledger
 * @param children the services that suffer from it
 * @param isHealing whether it was seen to, and is well again so far: who was not told of it need not be yet
 */
public record Facts(
        String subject,
        String target,
        Severity severity,
        Urgency urgency,
        String what,
        long incident,
        SortedSet<String> children,
        boolean isHealing) {

    public Facts {
        children = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(children));
    }

    boolean isMeantBy(AlertMatch match) {
        return match.fits(subject, target, urgency, severity);
    }
}
