package upkeep.spec;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import upkeep.base.ByteSize;
import upkeep.base.Calendar;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.target.StatusRange;

/** A plan as text, one value a line with the path to it, to be compared with what is on record. */
final class PlanText {

    private final StringBuilder lines = new StringBuilder();

    private PlanText() {}

    static String of(Plan plan) {
        PlanText text = new PlanText();
        text.add("", plan);
        return text.lines.toString();
    }

    private void add(String path, Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(present -> add(path, present));
            case Service.Setting setting ->
                line(path, setting.key() + " = " + setting.value() + origin(setting.origin()));
            case Timing timing -> timing(path, timing);
            // So is every service of which nothing is said.
            case Service.Start start when start.equals(Service.Start.WANTED) -> {}
            case Alerting alerting when alerting.equals(Alerting.NONE) -> {}
            case Retries retries -> retries(path, retries);
            case SourcePos _, UnitName _, TimeSpan _, ByteSize _, CheckId _, URI _, StatusRange _, Calendar _ ->
                line(path, value.toString());
            case Map<?, ?> map -> new TreeMap<>(map).forEach((key, each) -> add(path + "." + key, each));
            case Set<?> set
            when !(set instanceof SortedSet<?>) ->
                add(
                        path,
                        set.stream()
                                .sorted(Comparator.comparing(String::valueOf))
                                .toList());
            case Collection<?> list -> {
                int index = 0;
                for (Object each : list) {
                    add(path + "[" + index++ + "]", each);
                }
            }
            case Record entry -> {
                RecordComponent[] components = entry.getClass().getRecordComponents();
                if (entry.getClass().getInterfaces().length > 0) {
                    line(path, entry.getClass().getSimpleName());
                }
                for (RecordComponent component : components) {
                    String inner = entry instanceof Plan ? component.getName() : path + "." + component.getName();
                    add(inner, component(entry, component));
                }
            }
            case String text -> line(path, Quoted.whole(text));
            default -> line(path, String.valueOf(value));
        }
    }

    private void timing(String path, Timing timing) {
        line(path, timing.cadence().toString());
        add(path + ".never", timing.never().stream().map(String::valueOf).toList());
        if (!timing.jitter().equals(TimeSpan.ZERO)) {
            line(path + ".jitter", timing.jitter().toString());
        }
    }

    private void retries(String path, Retries retries) {
        if (retries.count() > 0) {
            line(path, retries.count() + " after " + retries.after());
        }
    }

    private static String origin(SourcePos origin) {
        return origin.equals(SourcePos.NONE) ? " (default)" : " (" + origin.line() + ":" + origin.column() + ")";
    }

    private static Object component(Record entry, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(entry);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component.toString(), e);
        }
    }

    private void line(String path, String value) {
        lines.append(path).append(": ").append(value).append('\n');
    }
}
