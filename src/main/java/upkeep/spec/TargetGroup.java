package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * A systemd target that gathers services: {@code targets: {shop: {wanted-by: multi-user.target}}} is shop.target.
 *
 * @param relations how it stands to other units, as directives
 */
public record TargetGroup(
        String name,
        SourcePos position,
        UnitName unit,
        Optional<String> description,
        List<UnitName> wantedBy,
        List<SetDirective> relations) {

    public TargetGroup {
        relations = List.copyOf(relations);
        wantedBy = List.copyOf(wantedBy);
    }
}
