package upkeep.probe.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;

/** What one probe has found so far: how deep it got and what it measured. Used by the probe's thread alone. */
public final class Findings {

    private final Steps steps;
    private final Asked asked;
    private final Map<String, Double> measurements = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private Depth depth = Depth.NONE;

    public Findings(Steps steps) {
        this(steps, Asked.nothing());
    }

    public Findings(Steps steps, Asked asked) {
        this.steps = steps;
        this.asked = asked;
    }

    /** What the check wants and remembers. */
    public Asked asked() {
        return asked;
    }

    public Steps steps() {
        return steps;
    }

    public void measure(String name, double value) {
        measurements.put(name, value);
    }

    public void measure(String name, long value) {
        measure(name, (double) value);
    }

    /** What could not be measured is left out. */
    public void measure(String name, Optional<Double> value) {
        value.ifPresent(known -> measure(name, known));
    }

    /** What was found that is no number; cut where it is longer than an observation may hold. */
    public void found(String name, String text) {
        texts.put(name, Words.printable(text, Observation.LONGEST_TEXT - 1));
    }

    public void reached(Depth further) {
        depth = further;
    }

    public Observation passed(String text) {
        return new Observation.Passed(depth, text, measurements, texts);
    }

    public Observation stopped(Stop stop) {
        return switch (stop) {
            case Stop.Sick sick -> new Observation.Failed(sick.kind(), depth, sick.text(), measurements, texts);
            case Stop.Unasked unasked -> new Observation.Unknown(unasked.text());
        };
    }
}
