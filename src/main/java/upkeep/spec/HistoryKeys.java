package upkeep.spec;

import upkeep.base.ByteSize;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Usual;

/** How much of the past upkeepd keeps. */
final class HistoryKeys {

    private static final long DAY = 86_400_000_000L;

    private static final Kind<TimeSpan> AGE = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= DAY && span.microseconds() <= 3_650 * DAY,
                    "it must be from 1d to 3650d",
                    "write a time span such as 90d")
            .called("time span, `1d` to `3650d`");

    private static final Kind<ByteSize> FILE = Kind.of(
                    "a size", "write a number with M or G, such as 256M", ByteSize::parse)
            .where(
                    size -> size.bytes() >= 16L << 20 && size.bytes() <= 64L << 30,
                    "it must be from 16M to 64G",
                    "write a number with M or G, such as 256M")
            .called("size, `16M` to `64G`")
            .matching(Kinds.SIZE_PATTERN);

    static final Key<Usual<TimeSpan>> KEEP = Key.usual("keep", AGE, Settings.History.DEFAULT.keep())
            .means(
                    "what is older is dropped, but for the last 1000 entries; what `replay` reads is kept 14 days at most");

    static final Key<Usual<ByteSize>> SIZE = Key.usual("size", FILE, Settings.History.DEFAULT.size())
            .means("of the file; what is too much is dropped, what `replay` reads first, and of each the oldest");

    static final Key<Form.Map> LEDGER = Key.map("ledger", Vocabulary.of("ledger", KEEP, SIZE))
            .means("how much of the past is kept, which `why`, `events` and `replay` go by");

    private HistoryKeys() {}
}
