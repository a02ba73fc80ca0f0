package upkeep.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import upkeep.base.Digest;
import upkeep.base.Moment;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Life.Beginning;
import upkeep.store.codec.Codec;

/** The forms in which values lie in the ledger. */
final class Formats {

    static final Codec<Event> EVENT = Codec.of(Event.class);
    static final Codec<State> STATE = Codec.of(State.class);
    static final Codec<Beginning> BEGINNING = Codec.of(Beginning.class);
    static final Codec<Moment> MOMENT = Codec.of(Moment.class);

    /** What a life says of itself, so that no other program takes its inputs for what they are not. */
    static final String FORMAT = Digest.of(EVENT.format() + STATE.format() + BEGINNING.format())
            .hex()
            .substring(0, 16);

    /** Hard states are read by every later upkeep, so they have no format of their own. */
    static final Codec<HardState> HARD_STATE = Codec.of(HardState.class);

    /** A plan as a row: its sources by name and digest, and what was removed. */
    static final Codec<PlanRow> PLAN = Codec.of(PlanRow.class);

    /** The sources of a plan, whose texts lie in rows of their own. */
    record PlanRow(List<Named> sources, SortedSet<String> removed) {
        /** The role is left out of a spec, which most sources are. */
        record Named(String name, String digest, Optional<Source.Role> role) {}
    }

    static PlanRow row(PlanSources plan) {
        return new PlanRow(
                plan.sources().stream()
                        .map(source -> new PlanRow.Named(
                                source.name(),
                                Digest.of(source.text()).hex(),
                                source.isPreset() ? Optional.of(source.role()) : Optional.empty()))
                        .toList(),
                plan.removed());
    }

    private Formats() {}
}
