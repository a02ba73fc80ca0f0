package upkeep.probe.run;

import upkeep.core.Observation;
import upkeep.target.Target;

/** Looks at one kind of target, once. */
public interface Prober<T extends Target> {

    /** Answers at the deadline at the latest. A stop is as good an answer as an observation. */
    Observation probe(T target, Deadline deadline, Findings findings) throws Stop;
}
