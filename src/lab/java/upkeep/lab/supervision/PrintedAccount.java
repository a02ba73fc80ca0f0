package upkeep.lab.supervision;

import java.util.List;
import java.util.function.Predicate;
import upkeep.lab.Recorded;

/** What a machine has left that is down. */
record PrintedAccount(List<Recorded> entries, List<String> alerts, String why, String unit) implements Account {
    @Override
    public Recorded await(String what, Predicate<Recorded> wanted) {
        return entries.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no entry: " + what + " in " + entries));
    }

    @Override
    public List<String> told(int count) {
        return alerts;
    }
}
