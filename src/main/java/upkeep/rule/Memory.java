package upkeep.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Digest;

/**
 * What earlier samples showed, as far as tests need it: the last known reading of what may change, and the growth of
 * counts, by the test they are for. It belongs to the measurements, so that it outlives the changes of a rule's state.
 */
record Memory(Map<String, Reading> last, Map<String, Count> counts) {

    private static final int LONGEST = 100;

    static final Memory EMPTY = new Memory(Map.of(), Map.of());

    Memory {
        last = Map.copyOf(last);
        counts = Map.copyOf(counts);
    }

    /** With the counts of a sample. */
    Memory counted(Rule rule, Sample sample) {
        long now = sample.at().monotonicNanos();
        Map<String, Count> grown = new HashMap<>();
        for (Test test : rule.tests()) {
            if (test instanceof Test.Growth growth) {
                Optional<Count> count = Optional.ofNullable(counts.get(growth.text()));
                if (sample.reading(growth.reading()) instanceof Reading.Number(double value)
                        && Double.isFinite(value)) {
                    Count further = count.isPresent() ? count.get().next(value, now) : Count.first(value, now);
                    grown.put(growth.text(), further.within(growth, now));
                } else {
                    count.ifPresent(known -> grown.put(growth.text(), known.within(growth, now)));
                }
            }
        }
        return grown.isEmpty() && counts.isEmpty() ? this : new Memory(last, grown);
    }

    /** With the readings of a sample that a later one may differ from. */
    Memory remembering(Rule rule, Sample sample) {
        Map<String, Reading> remembered = new HashMap<>();
        for (Test test : rule.tests()) {
            if (test instanceof Test.Changed) {
                String name = test.reading();
                Reading reading = sample.reading(name);
                Optional<Reading> kept = reading instanceof Reading.Unknown
                        ? Optional.ofNullable(last.get(name))
                        : Optional.of(brief(reading));
                kept.ifPresent(known -> remembered.put(name, known));
            }
        }
        return remembered.isEmpty() && last.isEmpty() ? this : new Memory(remembered, counts);
    }

    /** Whether a reading is another than the one remembered; what was never known has not changed. */
    boolean differs(String name, Reading reading) {
        return last.containsKey(name) && !brief(reading).equals(last.get(name));
    }

    /** A long text is remembered by its digest. */
    private static Reading brief(Reading reading) {
        return reading instanceof Reading.Text(String text) && text.length() > LONGEST
                ? new Reading.Text(Digest.of(text).hex())
                : reading;
    }
}
