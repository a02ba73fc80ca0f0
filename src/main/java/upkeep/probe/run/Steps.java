package upkeep.probe.run;

import java.util.List;
import java.util.function.Supplier;

/** Puts the steps of one probe into words, but only for a trace that wants them. */
public record Steps(Trace trace, long startNanos) {

    public Steps(Trace trace, Deadline deadline) {
        this(trace, deadline.startNanos());
    }

    public void add(Supplier<String> what) {
        add(what, List::of);
    }

    public void add(Supplier<String> what, Supplier<List<String>> lines) {
        if (trace.isOn()) {
            trace.add(new Trace.Step((System.nanoTime() - startNanos) / 1000, what.get(), lines.get()));
        }
    }
}
