package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.ProgramUnit.Use;

/** Reads a program that is run as a unit of its own, and whom it runs as. */
final class ProgramUnitReader {

    private final Report report;
    private final Placeholders placeholders;

    ProgramUnitReader(Report report, Placeholders placeholders) {
        this.report = report;
        this.placeholders = placeholders;
    }

    /**
     * @param position where that stands which wants it
     * @param unit empty if there can be none
     */
    Optional<ProgramUnit> read(Fields fields, SourcePos position, Optional<UnitName> unit, Use use) {
        if (fields.lacks(RuleKeys.USER)) {
            report.error(
                    position,
                    "cannot run a program for nobody: it is not said whom it runs as",
                    "write user: nobody, or another user");
        }
        Optional<Execution.Command> command = new CommandReader(report, placeholders).read(fields, RuleKeys.EXEC);
        Optional<String> user = fields.read(RuleKeys.USER);
        Optional<String> group = fields.read(RuleKeys.GROUP);
        TimeSpan timeout = fields.get(RuleKeys.TIMEOUT);
        List<String> writable =
                fields.list(RuleKeys.WRITABLE).stream().map(Located::value).toList();
        if (command.isEmpty() || user.isEmpty() || unit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProgramUnit(
                position, unit.get(), use, command.get().arguments(), user.get(), group, timeout, writable));
    }
}
