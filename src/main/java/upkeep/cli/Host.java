package upkeep.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.install.Reversion;

/** The machine that a verb runs on and who has called it, as far as they are no files; a test gives another one. */
interface Host {

    Instant now();

    /** Who called, as people read it. */
    String caller();

    /** Properties of units as systemd tells them; of none where there is no systemd or it does not answer. */
    Map<UnitName, Map<String, String>> show(List<String> properties, List<UnitName> units);

    /** What runs the programs of it. */
    Programs programs();

    /** Where services are rolled out; nothing where none of that root run. */
    Optional<Ground> ground(Layout layout);

    /** What takes back that which nobody confirms. */
    Reversion reversion(Layout layout);
}
