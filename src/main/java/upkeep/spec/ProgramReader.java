package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.target.NagiosTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.RunAs;
import upkeep.target.StatusRange;
import upkeep.target.Target;

/** Reads which program a check runs: {@code program: [/path, argument]}, or a map with {@code exec}. */
final class ProgramReader {

    private static final Pattern STATUS = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

    private static final Kind<StatusRange> STATUSES =
            Kind.of("an exit status or a range of them", "write 0, or \"0-2\"; the last is 255", ProgramReader::status);

    private final TargetContext context;
    private final String kind;
    private final Fields fields;

    ProgramReader(String kind, Words words, TargetContext context) {
        this.context = context;
        this.kind = kind;
        boolean isMap = context.check()
                .entry(kind)
                .filter(entry -> entry.value() instanceof Node.Mapping)
                .isPresent();
        this.fields = isMap ? context.check().map(kind, words) : context.check().only(kind, "exec", words);
    }

    Optional<Target> program() {
        Optional<List<String>> command = command();
        Optional<RunAs> runAs = runAs();
        List<StatusRange> status =
                fields.list("status", STATUSES).stream().map(Located::value).toList();
        if (!fields.has("status")) {
            fields.note("status", STATUSES.showAll(Defaults.PROGRAM_STATUS));
        } else if (fields.nodes("status").isEmpty()) {
            context.report()
                    .error(
                            fields.at("status"),
                            "cannot use an empty status: no exit would pass",
                            "write 0, or \"0-2\"");
        }
        return command.map(it -> new ProgramTarget(it, runAs, fields.has("status") ? status : Defaults.PROGRAM_STATUS));
    }

    Optional<Target> nagios() {
        Optional<List<String>> command = command();
        Optional<RunAs> runAs = runAs();
        return command.map(it -> new NagiosTarget(it, runAs));
    }

    private Optional<List<String>> command() {
        if (fields.lacks("exec")) {
            context.report()
                    .error(
                            fields.position(),
                            "cannot run a program: it is not said which",
                            "write " + kind + ": [/path/of/program, argument]");
        }
        return new CommandReader(context.report(), context.placeholders())
                .read(fields, "exec")
                .map(Execution.Command::arguments);
    }

    private Optional<RunAs> runAs() {
        Optional<String> user = fields.read("user", Kinds.ACCOUNT_NAME);
        Optional<String> group = fields.read("group", Kinds.ACCOUNT_NAME);
        if (fields.has("group") && fields.lacks("user")) {
            context.report()
                    .error(
                            fields.at("group"),
                            "cannot use group without user: the program runs as upkeepd does",
                            "write user: NAME as well");
        }
        // A check whose name is no name was reported.
        String subject = context.id().text().replace('/', '.');
        return user.filter(_ -> RunAs.canBeNamed(subject)).map(name -> new RunAs(subject, name, group));
    }

    private static Optional<StatusRange> status(String text) {
        Matcher matcher = STATUS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first > last || last > 255 ? Optional.empty() : Optional.of(new StatusRange(first, last));
    }
}
