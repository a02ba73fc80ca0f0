package upkeep.control;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import upkeep.core.Entry;

/** The ledger, as far as explaining needs it. Answers are in any order; what retention dropped is left out. */
public interface EntrySource {

    /** The newest entries about a subject, at most {@code limit}, none later than {@code until}. */
    List<Entry> newest(String subject, Optional<Instant> until, int limit) throws IOException;

    /** The entries of an incident, the opening one included, whatever their subject; at most {@code limit}. */
    List<Entry> ofIncident(long incident, int limit) throws IOException;

    List<Entry> numbered(Collection<Long> numbers) throws IOException;
}
