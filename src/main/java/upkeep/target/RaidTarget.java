package upkeep.target;

import java.util.List;

/** The software RAIDs of the machine, all of them. */
public record RaidTarget() implements Target {

    @Override
    public String kind() {
        return "raid";
    }

    @Override
    public String text() {
        return "software RAID";
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "arrays",
                "degraded",
                "inactive",
                "missing-members",
                "failed-members",
                "spares",
                "recovering",
                "recovering-percent",
                "time-to-recovery",
                "recovery-speed");
    }

    @Override
    public List<String> texts() {
        return List.of("action", "arrays-state");
    }
}
