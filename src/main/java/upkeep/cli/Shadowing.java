package upkeep.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.render.UnitTree;
import upkeep.spec.OwnUnit;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.TargetGroup;

/**
 * Which units that are written for the first time hide units of the same name that were there before: of several files systemd takes
 * that in /etc, and none of what the others say holds any more (systemd.unit(5)).
 */
final class Shadowing {

    private static final String WRITTEN_TO = "/etc/systemd/system/";

    private static final List<String> HIDDEN = List.of(
            "/run/systemd/system/",
            "/usr/local/lib/systemd/system/",
            "/usr/lib/systemd/system/",
            "/lib/systemd/system/");

    private Shadowing() {}

    /** A warning for each. */
    static List<Problem> of(Layout layout, Plan plan, UnitTree tree) {
        List<Problem> problems = new ArrayList<>();
        for (UnitTree.File file : tree.files().values()) {
            if (file.unit().isPresent() && isNew(layout, file)) {
                UnitName unit = file.unit().get();
                hidden(layout, unit).ifPresent(path -> problems.add(warning(plan, unit, path)));
            }
        }
        return problems;
    }

    private static boolean isNew(Layout layout, UnitTree.File file) {
        return switch (file.kind()) {
            case UNIT, TRIGGERED, PROGRAM ->
                !Files.exists(layout.at(file.path()), LinkOption.NOFOLLOW_LINKS)
                        && file.path().startsWith(WRITTEN_TO);
            case DROP_IN, SYSUSERS, TMPFILES, POLKIT_RULE, LOGROTATE, PROXY -> false;
        };
    }

    private static Optional<String> hidden(Layout layout, UnitName unit) {
        return HIDDEN.stream()
                .map(folder -> folder + unit)
                .filter(path -> Files.exists(layout.at(path), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    private static Problem warning(Plan plan, UnitName unit, String path) {
        Optional<Service> service =
                plan.everyService().filter(it -> it.unit().equals(unit)).findFirst();
        SourcePos position =
                service.map(Service::position).or(() -> other(plan, unit)).orElse(SourcePos.NONE);
        return Problem.warning(
                position,
                unit + " takes the place of " + path + ", and nothing of that holds any more; "
                        + (service.isPresent()
                                ? "adopt: " + unit + " would keep it, and change it by a drop-in"
                                : "choose another name if that is not meant"));
    }

    private static Optional<SourcePos> other(Plan plan, UnitName unit) {
        return Stream.concat(
                        plan.targets().values().stream()
                                .filter(target -> target.unit().equals(unit))
                                .map(TargetGroup::position),
                        plan.everyUnit()
                                .filter(other -> other.unit().equals(unit))
                                .map(OwnUnit::position))
                .findFirst();
    }
}
