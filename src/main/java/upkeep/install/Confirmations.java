package upkeep.install;

import java.io.IOException;
import java.util.Optional;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** What was applied and waits to be confirmed, and that it is taken back if nobody does. */
final class Confirmations {

    private final UnconfirmedStore store;
    private final Generations generations;

    Confirmations(Layout layout, FileSystemOps ops, Generations generations) {
        this.store = new UnconfirmedStore(layout, ops);
        this.generations = generations;
    }

    /** Removes what a write that was cut off may have left. */
    void tidy() throws IOException {
        store.tidy();
    }

    /** What waits, if anything does. */
    Optional<Unconfirmed> waiting() throws InstallException {
        return store.read();
    }

    /** The time begins only now: it is for whoever looks at the result. */
    void begin(Unconfirmed armed, Reversion reversion) throws IOException {
        store.write(armed.until(reversion.in(armed.due().within())));
    }

    /**
     * Makes sure that what must be confirmed is taken back otherwise, before anything is done. Of several in a row that
     * must be confirmed the first decides to what.
     */
    Optional<Unconfirmed> arm(
            Applier.Options options,
            Occasion occasion,
            Reversion reversion,
            Manifest manifest,
            Optional<Unconfirmed> waiting)
            throws IOException, InstallException {
        if (occasion.confirmWithin().isPresent()) {
            int base = waiting.map(Unconfirmed::base).orElse(manifest.generation());
            refuseBase(base, manifest);
            long seconds =
                    Math.max(1, occasion.confirmWithin().get().toDuration().toSeconds());
            boolean adopted = options.restartAdopted()
                    || waiting.filter(Unconfirmed::restartAdopted).isPresent();
            Unconfirmed armed = new Unconfirmed(base, options.start(), adopted, reversion.in(seconds));
            store.write(armed);
            try {
                reversion.watch();
            } catch (IOException e) {
                restore(waiting);
                throw e;
            }
            return Optional.of(armed);
        }
        if (waiting.isPresent() && occasion.isReturn()) {
            // Should this run be cut off, it is this generation that has to come.
            Unconfirmed other = waiting.get().from(occasion.restored().orElse(Generation.NONE));
            store.write(other);
            return Optional.of(other);
        }
        refuse(occasion.kind().word(), waiting);
        return Optional.empty();
    }

    /** Refuses what may not be done while something waits. */
    static void refuse(String verb, Optional<Unconfirmed> waiting) throws InstallException {
        if (waiting.isPresent()) {
            throw new InstallException(Problem.error(
                    SourcePos.NONE,
                    "cannot " + verb + ": what was applied last is not yet confirmed",
                    "upkeep confirm keeps it, upkeep rollback takes it back; another upkeep apply --confirm is possible"
                            + " as well"));
        }
    }

    private void refuseBase(int base, Manifest manifest) throws InstallException {
        if (base == Generation.NONE && !manifest.files().isEmpty()) {
            throw new InstallException(Problem.error(
                    SourcePos.NONE,
                    "cannot apply: no generation is kept of what is in force, so it could not be taken back",
                    "upkeep apply without --confirm keeps one"));
        }
        Checked<Wanted> kept = generations.wanted(base);
        if (kept.value().isEmpty()) {
            throw new InstallException(kept.problems());
        }
    }

    private void restore(Optional<Unconfirmed> waiting) throws IOException {
        if (waiting.isPresent()) {
            store.write(waiting.get());
        } else {
            store.delete();
        }
    }

    /** Ends the waiting for what is given, if it is. */
    void forget(Optional<Unconfirmed> waiting) throws IOException {
        if (waiting.isPresent()) {
            store.delete();
        }
    }
}
