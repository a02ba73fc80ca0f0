package upkeep.lab.supervision;

import java.util.List;
import java.util.function.Predicate;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.JournalEntry;
import upkeep.lab.Recorded;

/** What a machine that runs tells. */
record MachineAccount(Installed installed, long before, Journal.Mark mark, String name, String unitName)
        implements Account {
    static MachineAccount begin(Installed installed, String name, String unitName) {
        return new MachineAccount(
                installed, installed.newest(), installed.machine().journal().mark(), name, unitName);
    }

    @Override
    public List<Recorded> entries() {
        return installed.since(before, name);
    }

    @Override
    public Recorded await(String what, Predicate<Recorded> wanted) {
        return installed.awaitEntry(before, name, what, wanted);
    }

    @Override
    public List<String> told(int count) {
        Journal journal = installed.machine().journal();
        installed.await(
                "alerts about '" + name + "', " + count + " of them; there are " + alerts(journal),
                () -> alerts(journal).size() >= count);
        return alerts(journal);
    }

    private List<String> alerts(Journal journal) {
        return journal.since(mark).stream()
                .filter(entry -> entry.has("UPKEEP_SUBJECT", name))
                .map(MachineAccount::state)
                .toList();
    }

    static String state(JournalEntry alert) {
        return alert.field("UPKEEP_STATE").orElse("firing");
    }

    @Override
    public String why() {
        return installed.why(name);
    }

    @Override
    public String unit() {
        return installed.machine().property(unitName, "ActiveState");
    }
}
