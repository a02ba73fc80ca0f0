package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * One supervised service.
 *
 * @param name the key under {@code services:}, which is how people call it
 * @param position where the spec describes it
 * @param unit the systemd unit that runs it: {@code NAME.service}, or the adopted one
 * @param execution how it is run; absent for an adopted unit, which somebody else describes
 * @param port the TCP port it serves, which probes use and {@code ${port}} stands for
 * @param hardening what it shall not be able to do; absent if nothing is said of it
 * @param ready what its start waits for, where systemd would take it for started before
 * @param watch how its liveness is looked at without upkeepd
 * @param needs the services and checks that must be well for this one to be judged; systemd is not told of them
 * @param actions whether upkeepd acts on it at all
 * @param rules what is done when its measurements call for it, in the order written
 * @param directives the {@code unit:} pass-through, in the order written
 * @param settings every key in force with its value and origin, for {@code explain}
 */
public record Service(
        String name,
        SourcePos position,
        UnitName unit,
        Optional<String> description,
        Optional<Execution> execution,
        Optional<Integer> port,
        Relations relations,
        Restart restart,
        Optional<Limits> limits,
        Optional<Hardening> hardening,
        Probes probes,
        Optional<Ready> ready,
        Optional<Watch> watch,
        List<String> needs,
        Actions actions,
        List<SupervisionRule> rules,
        List<Directive> directives,
        List<Setting> settings) {

    public Service {
        needs = List.copyOf(needs);
        rules = List.copyOf(rules);
        directives = List.copyOf(directives);
        settings = List.copyOf(settings);
    }

    /** The same service with another hardening. */
    public Service withHardening(Optional<Hardening> other) {
        return new Service(
                name,
                position,
                unit,
                description,
                execution,
                port,
                relations,
                restart,
                limits,
                other,
                probes,
                ready,
                watch,
                needs,
                actions,
                rules,
                directives,
                settings);
    }

    /** Whether the unit is one that somebody else ships; upkeep then writes at most a drop-in. */
    public boolean isAdopted() {
        return execution.isEmpty();
    }

    /** What upkeepd does when something is wrong. */
    public enum Actions {
        /** What probes and rules ask for. */
        ACT,
        /** It watches, tells and records, and asks systemd for nothing. */
        OBSERVE
    }

    /** How this unit stands to others. Ordering and requirement are separate, as in systemd.unit(5). */
    public record Relations(
            List<UnitName> requires,
            List<UnitName> bindsTo,
            List<UnitName> partOf,
            List<UnitName> wants,
            List<UnitName> after,
            List<UnitName> wantedBy,
            Optional<String> target) {

        /** It stands to nothing. */
        public static final Relations NONE =
                new Relations(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());

        public Relations {
            requires = List.copyOf(requires);
            bindsTo = List.copyOf(bindsTo);
            partOf = List.copyOf(partOf);
            wants = List.copyOf(wants);
            after = List.copyOf(after);
            wantedBy = List.copyOf(wantedBy);
        }
    }

    /** A directive handed to systemd verbatim; the value may be empty, which resets a list. */
    public record Directive(String section, String key, String value, SourcePos position) {}

    /** One effective setting: where it was written, or {@link SourcePos#NONE} for a default. */
    public record Setting(String key, String value, SourcePos origin) {}
}
