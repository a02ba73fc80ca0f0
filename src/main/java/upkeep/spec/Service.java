package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * One supervised service.
 *
 * @param name how people call it: the key under {@code services:}, and for one of several instances {@code KEY@NUMBER}
 * @param position where the spec describes it
 * @param unit the systemd unit that runs it: {@code NAME.service}, or the adopted one
 * @param execution how it is run; absent for an adopted unit, which somebody else describes
 * @param port the TCP port it serves, which probes use and {@code ${port}} stands for
 * @param set the directives that its keys stand for, but those of which another component tells
 * @param rotation how the files that it logs to are rotated
 * @param hardening what it shall not be able to do; absent if nothing is said of it
 * @param ready what its start waits for, where systemd would take it for started before
 * @param watch how its liveness is looked at without upkeepd
 * @param needs the services and checks that must be well for this one to be judged; systemd is not told of them
 * @param actions whether upkeepd acts on it at all
 * @param rollout how a changed one comes to run
 * @param rules what is done when its measurements call for it, in the order written
 * @param start how it comes to be started
 * @param slice the slice that it is in; absent for systemd's usual one
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
        List<SetDirective> set,
        Optional<Rotation> rotation,
        Optional<Hardening> hardening,
        Probes probes,
        Optional<Ready> ready,
        Optional<Watch> watch,
        List<String> needs,
        Actions actions,
        Rollout rollout,
        List<SupervisionRule> rules,
        Start start,
        Optional<UnitName> slice,
        List<Directive> directives,
        List<Setting> settings) {

    public Service {
        set = List.copyOf(set);
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
                set,
                rotation,
                other,
                probes,
                ready,
                watch,
                needs,
                actions,
                rollout,
                rules,
                start,
                slice,
                directives,
                settings);
    }

    /** Whether the unit is one that somebody else ships; upkeep then writes at most a drop-in. */
    public boolean isAdopted() {
        return execution.isEmpty();
    }

    /** Whether it is started when something happens, and not with the machine: then it may be down, and well. */
    public boolean isTriggered() {
        return start.triggered();
    }

    /**
     * How a service comes to be started.
     *
     * @param triggered whether nothing but its socket, a timer or a path starts it
     * @param socket what systemd listens on for it
     */
    public record Start(boolean triggered, Optional<Listening> socket) {

        /** With the units that want it, such as multi-user.target at a boot. */
        public static final Start WANTED = new Start(false, Optional.empty());
    }

    /** What upkeepd does when something is wrong. */
    public enum Actions {
        /** What probes and rules ask for. */
        ACT,
        /** It watches, tells and records, and asks systemd for nothing. */
        OBSERVE
    }

    /**
     * How this unit stands to others, as in systemd.unit(5): ordering and requirement are separate here.
     *
     * @param after all that it starts after, for whatever reason
     */
    public record Relations(
            List<UnitName> requires,
            List<UnitName> bindsTo,
            List<UnitName> partOf,
            List<UnitName> wants,
            List<UnitName> after,
            List<UnitName> wantedBy,
            Optional<String> target,
            Further further) {

        /** One that stands to no unit in a further way. */
        public Relations(
                List<UnitName> requires,
                List<UnitName> bindsTo,
                List<UnitName> partOf,
                List<UnitName> wants,
                List<UnitName> after,
                List<UnitName> wantedBy,
                Optional<String> target) {
            this(requires, bindsTo, partOf, wants, after, wantedBy, target, Further.NONE);
        }

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

    /**
     * What fewer services have.
     *
     * @param alias further names of the unit
     * @param also units that are enabled with it
     */
    public record Further(
            List<UnitName> requisite,
            List<UnitName> before,
            List<UnitName> conflicts,
            List<UnitName> requiredBy,
            List<UnitName> alias,
            List<UnitName> also) {

        public static final Further NONE =
                new Further(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        public Further {
            requisite = List.copyOf(requisite);
            before = List.copyOf(before);
            conflicts = List.copyOf(conflicts);
            requiredBy = List.copyOf(requiredBy);
            alias = List.copyOf(alias);
            also = List.copyOf(also);
        }
    }

    /** A directive handed to systemd verbatim; the value may be empty, which resets a list. */
    public record Directive(String section, String key, String value, SourcePos position) {}

    /** One effective setting: where it was written, or {@link SourcePos#NONE} for a default. */
    public record Setting(String key, String value, SourcePos origin) {}
}
