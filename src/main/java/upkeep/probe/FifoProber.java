package upkeep.probe;

import upkeep.core.Observation;
import upkeep.target.FifoTarget;

/** Looks at a named pipe from outside. */
final class FifoProber implements Prober<FifoTarget> {

    private final Disk disk;

    FifoProber(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Observation probe(FifoTarget target, Deadline deadline, Findings findings) throws Stop {
        return PlaceLook.at(target.place(), disk, deadline, findings).verdict();
    }
}
