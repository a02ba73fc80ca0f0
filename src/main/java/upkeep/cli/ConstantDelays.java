package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.base.UnitName;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.render.GrowingDelay;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * The units of a change that systemd will restart after equal delays where their specs ask for growing ones.
 *
 * @param systemdVersion which is too old for those
 */
record ConstantDelays(List<UnitName> units, int systemdVersion) {

    private static final int MOST_NAMED = 3;

    ConstantDelays {
        units = List.copyOf(units);
    }

    static ConstantDelays of(Plan plan, ChangeSet changes, int systemdVersion) {
        Set<UnitName> written = changes.changes().stream()
                .filter(file -> file.after().isPresent())
                .map(FileChange::unit)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        List<UnitName> units = plan.everyService()
                .filter(service -> written.contains(service.unit()))
                .filter(service -> GrowingDelay.isLeftOut(service, systemdVersion))
                .map(Service::unit)
                .toList();
        return new ConstantDelays(units, systemdVersion);
    }

    Optional<String> text() {
        if (units.isEmpty()) {
            return Optional.empty();
        }
        String named = units.stream().limit(MOST_NAMED).map(UnitName::text).collect(Collectors.joining(", "));
        String others = units.size() > MOST_NAMED ? " and " + (units.size() - MOST_NAMED) + " more" : "";
        return Optional.of("systemd " + systemdVersion + " restarts " + named + others
                + " after the same delay each time, since growing ones need systemd " + GrowingDelay.SINCE
                + "; the waits of upkeepd grow");
    }

    void write(JsonGenerator json) throws IOException {
        JsonTexts.write(json, "constant-delays", units);
    }
}
