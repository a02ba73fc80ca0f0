package upkeep.probe.file;

import upkeep.core.Observation;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.FifoTarget;

/** Looks at a named pipe from outside. */
public final class FifoProber implements Prober<FifoTarget> {

    private final Disk disk;

    public FifoProber(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Observation probe(FifoTarget target, Deadline deadline, Findings findings) throws Stop {
        return PlaceLook.at(target.place(), disk, deadline, findings).verdict();
    }
}
