package upkeep.probe.run;

import java.util.List;
import java.util.function.Consumer;

/**
 * Takes down every step of a probe, for {@code upkeep check --debug}. A probe may work on several threads at once, so
 * {@link #add} must be safe to call from any thread; it must return quickly. Values of headers that carry secrets never
 * get here.
 */
public interface Trace {

    /** Wants nothing; no step is even put into words for it. */
    Trace NONE = new Trace() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void add(Step step) {}
    };

    /** Whether steps are wanted at all. */
    boolean isOn();

    void add(Step step);

    /** Hands every step to {@code sink}, which must be safe to call from any thread. */
    static Trace to(Consumer<Step> sink) {
        return new Trace() {
            @Override
            public boolean isOn() {
                return true;
            }

            @Override
            public void add(Step step) {
                sink.accept(step);
            }
        };
    }

    /**
     * One thing done or seen.
     *
     * @param microseconds since the probe began, on the monotonic clock
     * @param what one sentence
     * @param lines the particulars: settings in force, header lines, first bytes; printable, possibly none
     */
    record Step(long microseconds, String what, List<String> lines) {
        public Step {
            lines = List.copyOf(lines);
        }
    }
}
