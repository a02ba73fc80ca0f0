package upkeep.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.probe.run.DraftMemory;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.spec.Retries;

/**
 * The tries of one probe: a failed one is followed by another while there are any left. One that could not be made is
 * not: that is the answer, since what failed before was not confirmed. Used by the probe's thread alone.
 */
final class Tries {

    private static final String MEASUREMENT = "tries";

    private final Retries retries;
    private final Steps steps;

    Tries(Retries retries, Steps steps) {
        this.retries = retries;
        this.steps = steps;
    }

    /** One try. */
    @FunctionalInterface
    interface Look {
        Observation with(Memory memory);
    }

    /** What the last try found. Only that remembers anything: the others must not take log lines away from it. */
    Observation of(Memory memory, Look look) {
        if (retries.count() == 0) {
            return look.with(memory);
        }
        for (int number = 1; true; number++) {
            DraftMemory draft = new DraftMemory(memory);
            Observation seen = look.with(draft);
            if (!(seen instanceof Failed) || number == retries.tries()) {
                draft.keep();
                return numbered(seen, number);
            }
            Optional<Observation> interrupted = pause(number + 1);
            if (interrupted.isPresent()) {
                return interrupted.get();
            }
        }
    }

    private Optional<Observation> pause(int next) {
        try {
            Thread.sleep(retries.after().toDuration());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of(new Unknown("the probe was interrupted"));
        }
        steps.add(() -> "trying again, after " + retries.after() + ": try " + next + " of " + retries.tries());
        return Optional.empty();
    }

    private Observation numbered(Observation seen, int number) {
        String suffix = number == 1 ? "" : ", at try " + number + " of " + retries.tries();
        return switch (seen) {
            case Passed passed ->
                new Passed(
                        passed.depth(), passed.text() + suffix, counted(passed.measurements(), number), passed.texts());
            case Failed failed ->
                new Failed(
                        failed.kind(),
                        failed.depth(),
                        failed.text() + suffix,
                        counted(failed.measurements(), number),
                        failed.texts());
            case Unknown unknown -> new Unknown(unknown.text() + suffix);
        };
    }

    private static Map<String, Double> counted(Map<String, Double> measurements, int number) {
        Map<String, Double> all = new LinkedHashMap<>(measurements);
        all.put(MEASUREMENT, (double) number);
        return all;
    }
}
