package upkeep.cli;

import picocli.CommandLine.Option;
import upkeep.install.Applier;

/** How far an apply goes. */
final class ApplyOptions {

    @Option(
            names = "--overwrite",
            description = "Replace files that were edited by hand or are not ours. A copy is kept below"
                    + " /var/lib/upkeep/saved.")
    private boolean overwrite;

    @Option(
            names = "--restart-adopted",
            description = "Restart adopted units, if running, whose drop-in changes. Without it the change takes effect"
                    + " at their next restart.")
    private boolean restartAdopted;

    @Option(names = "--no-start", description = "Start and restart nothing.")
    private boolean noStart;

    Applier.Options options() {
        return new Applier.Options(overwrite, restartAdopted, !noStart);
    }
}
