package upkeep.probe;

import java.util.ArrayList;
import java.util.List;

/** Keeps the steps of one probe, the first {@value #MOST} of them. Thread-safe. */
public final class RecordedTrace implements Trace {

    static final int MOST = 2_000;

    private final List<Step> steps = new ArrayList<>();

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void add(Step step) {
        synchronized (steps) {
            if (steps.size() < MOST) {
                steps.add(step);
            }
        }
    }

    /** What was kept so far. */
    public List<Step> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }
}
