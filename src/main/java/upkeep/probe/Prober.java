package upkeep.probe;

import upkeep.core.Observation;
import upkeep.target.Target;

/** Looks at one kind of target, once. */
interface Prober<T extends Target> {

    /** Answers at the deadline at the latest. A stop is as good an answer as an observation. */
    Observation probe(T target, Deadline deadline, Findings findings) throws Stop;
}
