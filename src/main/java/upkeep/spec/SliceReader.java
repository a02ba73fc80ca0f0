package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.unit.UnitType;

/** Reads one entry of {@code slices:}. */
final class SliceReader {

    private SliceReader() {}

    static OwnUnit read(Node.Entry entry, Report report) {
        Names.checkSlice(entry, report);
        List<Service.Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, SliceKeys.SLICE, report, settings);
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.read(List.of(OwnUnitKeys.DESCRIPTION, SliceKeys.SLICE_LIMITS));
        UnitName name = UnitName.parse(entry.key() + ".slice").orElse(Defaults.UNNAMED_SLICE);
        List<Service.Directive> directives = unit.passedThrough(SliceKeys.UNIT, UnitType.SLICE);
        return unit.unit(entry.key(), name, Optional.empty(), Optional.empty(), directives);
    }
}
