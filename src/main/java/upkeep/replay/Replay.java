package upkeep.replay;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import upkeep.spec.Plan;
import upkeep.store.Recording;
import upkeep.store.StoreException;

/**
 * Decides again on everything that was recorded. {@code Supervisor.decide} is pure, so every entry must come out as it
 * lies in the ledger, and every state as it was kept; where not, the recording was changed, or the supervisor is not the
 * one of then, or it is not pure after all.
 *
 * @param from replay begins at the last point before it where that can be; at the beginning if it is absent
 * @param subjects services and checks to look at; all if it is empty
 */
public record Replay(Recording recording, Optional<Instant> from, Set<String> subjects) {

    public Replay {
        subjects = Set.copyOf(subjects);
    }

    /** All of the recording. */
    public static Replay of(Recording recording) {
        return new Replay(recording, Optional.empty(), Set.of());
    }

    /**
     * Decides again and compares.
     *
     * @throws StoreException if the recording cannot be read at all; of a part that cannot, the result tells
     */
    public ReplayResult run() throws StoreException {
        return new Run(recording, subjects, Follower.NONE).go(recording, recording.from(from));
    }

    /** The same, and what another plan would have decided; see {@link WhatIfResult}. */
    public WhatIfResult with(Plan other) throws StoreException {
        Orders orders = new Orders(from.orElse(Instant.MIN), subjects);
        WhatIf hypothesis = new WhatIf(other, orders);
        ReplayResult replay = new Run(recording, subjects, hypothesis).go(recording, recording.from(from));
        return new WhatIfResult(replay, orders.all(), orders.left(), orders.totals(), hypothesis.notes());
    }
}
