package upkeep.probe;

import java.util.List;
import java.util.function.Supplier;

/** Puts the steps of one probe into words, but only for a trace that wants them. */
record Steps(Trace trace, long startNanos) {

    Steps(Trace trace, Deadline deadline) {
        this(trace, deadline.startNanos());
    }

    void add(Supplier<String> what) {
        add(what, List::of);
    }

    void add(Supplier<String> what, Supplier<List<String>> lines) {
        if (trace.isOn()) {
            trace.add(new Trace.Step((System.nanoTime() - startNanos) / 1000, what.get(), lines.get()));
        }
    }
}
