package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.NagiosTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.RunAs;
import upkeep.target.StatusRange;
import upkeep.target.Target;

/** Reads which program a check runs: {@code program: [/path, argument]}, or a map with {@code exec}. */
final class ProgramReader {

    private final TargetContext context;
    private final String kind;
    private final Fields fields;

    ProgramReader(Key<Form.Brief> kind, TargetContext context) {
        this.context = context;
        this.kind = kind.name();
        boolean isMap = context.check()
                .entry(kind)
                .filter(entry -> entry.value() instanceof Node.Mapping)
                .isPresent();
        this.fields = isMap ? context.check().map(kind) : context.check().only(kind, ProgramKeys.EXEC);
    }

    Optional<Target> program() {
        Optional<List<String>> command = command();
        Optional<RunAs> runAs = runAs();
        List<StatusRange> status =
                fields.list(ProgramKeys.STATUS).stream().map(Located::value).toList();
        if (!fields.has(ProgramKeys.STATUS)) {
            fields.note(ProgramKeys.STATUS, ProgramKeys.STATUS.form().kind().showAll(Defaults.PROGRAM_STATUS));
        } else if (fields.nodes(ProgramKeys.STATUS).isEmpty()) {
            context.report()
                    .error(
                            fields.at(ProgramKeys.STATUS),
                            "cannot use an empty status: no exit would pass",
                            "write 0, or \"0-2\"");
        }
        return command.map(
                it -> new ProgramTarget(it, runAs, fields.has(ProgramKeys.STATUS) ? status : Defaults.PROGRAM_STATUS));
    }

    Optional<Target> nagios() {
        Optional<List<String>> command = command();
        Optional<RunAs> runAs = runAs();
        return command.map(it -> new NagiosTarget(it, runAs));
    }

    private Optional<List<String>> command() {
        if (fields.lacks(ProgramKeys.EXEC)) {
            context.report()
                    .error(
                            fields.position(),
                            "cannot run a program: it is not said which",
                            "write " + kind + ": [/path/of/program, argument]");
        }
        return new CommandReader(context.report(), context.placeholders())
                .read(fields, ProgramKeys.EXEC)
                .map(Execution.Command::arguments);
    }

    private Optional<RunAs> runAs() {
        Optional<String> user = fields.read(ProgramKeys.USER);
        Optional<String> group = fields.read(ProgramKeys.GROUP);
        if (fields.has(ProgramKeys.GROUP) && fields.lacks(ProgramKeys.USER)) {
            context.report()
                    .error(
                            fields.at(ProgramKeys.GROUP),
                            "cannot use group without user: the program runs as upkeepd does",
                            "write user: NAME as well");
        }
        // A check whose name is no name was reported.
        String subject = Names.inUnit(context.id().text());
        return user.filter(_ -> RunAs.canBeNamed(subject)).map(name -> new RunAs(subject, name, group));
    }
}
