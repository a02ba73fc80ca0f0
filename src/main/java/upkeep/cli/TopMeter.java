package upkeep.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import upkeep.host.GroupUse;
import upkeep.host.ProcFiles;

/**
 * Reads what services use from their control groups, so that upkeepd need not. How much of a processor is since the last
 * time, and the first time since the service was started. Not for several threads.
 */
final class TopMeter {

    private static final double MICROS = 1e6;

    private final ProcFiles files;
    private Map<String, Sample> last = new HashMap<>();

    TopMeter(ProcFiles files) {
        this.files = files;
    }

    private record Sample(long processor, Instant at) {}

    /** Of those that have a process, by name. */
    Map<String, TopFigures> read(TopView view, Instant now) {
        Map<String, TopFigures> figures = new HashMap<>();
        Map<String, Sample> samples = new HashMap<>();
        for (TopView.Row row : view.rows()) {
            Optional<GroupUse> use =
                    row.mainPid() == 0 ? Optional.empty() : GroupUse.of(files, row.mainPid(), row.unit());
            use.ifPresent(found -> {
                found.processor().ifPresent(micros -> samples.put(row.name(), new Sample(micros, now)));
                figures.put(
                        row.name(),
                        new TopFigures(percent(row, found.processor(), now), found.memory(), found.tasks()));
            });
        }
        last = samples;
        return figures;
    }

    private OptionalDouble percent(TopView.Row row, OptionalLong processor, Instant now) {
        if (processor.isEmpty()) {
            return OptionalDouble.empty();
        }
        // One that was restarted meanwhile has another group, which begins anew.
        Optional<Sample> before =
                Optional.ofNullable(last.get(row.name())).filter(sample -> sample.processor() <= processor.getAsLong());
        long used = processor.getAsLong() - before.map(Sample::processor).orElse(0L);
        double seconds = before.map(Sample::at)
                .or(row::since)
                .map(at -> Duration.between(at, now).toNanos() / 1e9)
                .orElse(0.0);
        return seconds > 0 ? OptionalDouble.of(100 * used / MICROS / seconds) : OptionalDouble.empty();
    }
}
