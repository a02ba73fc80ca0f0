package upkeep.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Command;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.StatusRange;

/** Which program a check runs. */
final class ProgramKeys {

    private static final Pattern STATUS_FORM = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");

    private static final Kind<StatusRange> STATUSES = Kind.of(
                    "an exit status or a range of them", "write 0, or \"0-2\"; the last is 255", ProgramKeys::status)
            .called("exit status or range", "exit statuses and ranges")
            .matching("^[0-9]{1,3}(-[0-9]{1,3})?$");

    static final Key<Command> EXEC =
            Key.command("exec").need().means("the program, by its whole path; no shell is in between");
    static final Key<Value<String>> USER =
            Key.value("user", Kinds.ACCOUNT_NAME).otherwise("upkeepd's own").means("whom it runs as; it must exist");
    static final Key<Value<String>> GROUP =
            Key.value("group", Kinds.ACCOUNT_NAME).otherwise("the user's").means("its group; with `user` only");
    static final Key<Values<StatusRange>> STATUS =
            Key.values("status", STATUSES, Defaults.PROGRAM_STATUS).means("which pass");

    static final Key<Brief> PROGRAM = Key.brief("program", Vocabulary.of("program", EXEC, USER, GROUP, STATUS), EXEC)
            .means("a program's exit status and output");

    private static final Key<Command> PLUG_IN = EXEC.means("the plug-in, by its whole path");
    private static final Key<Value<String>> PLUG_IN_USER = USER.means("whom it runs as, as of a [program](#program)");

    static final Key<Brief> NAGIOS = Key.brief("nagios", Vocabulary.of("nagios", PLUG_IN, PLUG_IN_USER, GROUP), PLUG_IN)
            .means("a plug-in of Nagios, Icinga and the like");

    private ProgramKeys() {}

    private static Optional<StatusRange> status(String text) {
        Matcher matcher = STATUS_FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first > last || last > 255 ? Optional.empty() : Optional.of(new StatusRange(first, last));
    }
}
