package upkeep.cli;

import java.time.Instant;
import upkeep.install.Layout;
import upkeep.install.Reversion;

/** The machine that a verb runs on and who has called it, as far as they are no files; a test gives another one. */
interface Host {

    Instant now();

    /** Who called, as people read it. */
    String caller();

    /** What takes back that which nobody confirms. */
    Reversion reversion(Layout layout);
}
