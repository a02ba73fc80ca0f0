package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** A systemd target that gathers services: {@code targets: {shop: {wanted-by: multi-user.target}}} is shop.target. */
public record TargetGroup(
        String name, SourcePos position, UnitName unit, Optional<String> description, List<UnitName> wantedBy) {

    public TargetGroup {
        wantedBy = List.copyOf(wantedBy);
    }
}
