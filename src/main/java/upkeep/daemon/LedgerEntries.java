package upkeep.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import upkeep.control.EntrySource;
import upkeep.core.Entry;
import upkeep.store.Ledger;
import upkeep.store.Query;
import upkeep.store.StoreException;

/** The ledger as those who explain it want to read it. */
final class LedgerEntries implements EntrySource {

    private final Ledger ledger;

    LedgerEntries(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<Entry> newest(String subject, Optional<Instant> until, int limit) throws IOException {
        Query query = Query.newest(limit).about(subject);
        return ask(until.map(query::until).orElse(query));
    }

    @Override
    public List<Entry> ofIncident(long incident, int limit) throws IOException {
        return ask(Query.newest(limit).ofIncident(incident));
    }

    @Override
    public List<Entry> numbered(Collection<Long> numbers) throws IOException {
        return numbers.isEmpty() ? List.of() : ask(Query.numbered(numbers));
    }

    private List<Entry> ask(Query query) throws IOException {
        try {
            return ledger.entries(query);
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
