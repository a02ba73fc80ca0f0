package upkeep.probe.run;

import java.util.ArrayList;
import java.util.List;

/** Keeps the steps of one probe, the first {@value #MOST} of them. Thread-safe. */
public final class RecordedSteps {

    static final int MOST = 2_000;

    private final List<Trace.Step> steps = new ArrayList<>();

    /** What the probe tells its steps. */
    public Trace trace() {
        return Trace.to(this::keep);
    }

    private void keep(Trace.Step step) {
        synchronized (steps) {
            if (steps.size() < MOST) {
                steps.add(step);
            }
        }
    }

    /** What was kept so far. */
    public List<Trace.Step> all() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }
}
