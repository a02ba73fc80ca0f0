package upkeep.systemd.dbus;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;

/**
 * Which unit caused the present run of another one. systemd sets ActivationDetails when a timer, socket or path unit
 * starts it, and then leaves them there: they outlast stops, restarts, starts by hand and automatic restarts, until the
 * next trigger, or a reload, which drops them even from a unit that runs (seen with systemd 252 and 257). So they count
 * for a run only if they were seen to change when it began. What was there when the unit was first looked at counts for
 * nothing. A socket unit says the same each time, so that its second trigger cannot be told from a start by hand; a
 * timer adds the time. Not thread-safe.
 */
final class Trigger {

    private @Nullable String told;
    private String run = "";
    private boolean fresh;
    private Optional<UnitName> unit = Optional.empty();

    /** Takes note of what is shown together: the details and the id of the run. */
    void seen(ActivationDetails details, String invocation) {
        boolean first = told == null;
        if (!details.text().equals(told)) {
            told = details.text();
            fresh = !first;
        }
        if (!invocation.equals(run)) {
            run = invocation;
            unit = fresh ? details.unit() : Optional.empty();
            fresh = false;
        }
    }

    /** What caused that run, as far as it was seen. */
    Optional<UnitName> of(String invocation) {
        return invocation.equals(run) ? unit : Optional.empty();
    }

    void forget() {
        told = null;
        run = "";
        fresh = false;
        unit = Optional.empty();
    }
}
