package upkeep.probe.file;

import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.DirectoryTarget;

/** Looks at a directory, and at its entries if they are asked for. */
public final class DirectoryProber implements Prober<DirectoryTarget> {

    private final Disk disk;

    public DirectoryProber(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Observation probe(DirectoryTarget target, Deadline deadline, Findings findings) throws Stop {
        PlaceLook look = PlaceLook.at(target.place(), disk, deadline, findings);
        Optional<PathFacts> facts = look.wanted();
        boolean isListed = target.recursive()
                || DirectoryTarget.OF_ENTRIES.stream().anyMatch(findings.asked().metrics()::contains);
        if (facts.isPresent() && isListed) {
            try {
                Listing listing = disk.ask(target.text(), deadline, earlier -> Listing.of(target, earlier));
                measure(listing, look, findings);
            } catch (Stop.Unasked stop) {
                throw look.stopped(stop);
            }
        }
        return look.verdict();
    }

    private static void measure(Listing listing, PlaceLook look, Findings findings) {
        findings.reached(Depth.VALUE);
        findings.measure("entries", (double) listing.entries());
        findings.measure("total-size", (double) listing.size());
        listing.newest().ifPresent(time -> findings.measure("newest-age", look.age(time)));
        listing.oldest().ifPresent(time -> findings.measure("oldest-age", look.age(time)));
    }
}
