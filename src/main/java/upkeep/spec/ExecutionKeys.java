package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Execution.EnvironmentFile;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** How a service is run, for one that upkeep describes itself. */
final class ExecutionKeys {

    private static final Pattern GLOB = Pattern.compile("[*?\\[\\\\]");

    private static final Kind<String> WELL_KNOWN_NAME = Kind.text(
                    text -> text.length() <= 255
                                    && text.matches("[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+")
                            ? Optional.empty()
                            : Optional.of("it is not a bus name"),
                    "write a well-known name such as org.example.App")
            .matching("^[A-Za-z0-9_.-]{1,255}$");

    /** A path, for which systemd takes a pattern (glob(7)); a leading {@code -} makes the file optional. */
    private static final Kind<EnvironmentFile> FILE = new Kind<>(
            text -> fileFault(text).isPresent() ? Optional.empty() : Optional.of(file(text)),
            text -> fileFault(text).orElse("it is not valid"),
            text -> "write the whole path, such as /etc/default/app, or -/etc/default/app if it may be missing",
            file -> (file.optional() ? "-" : "") + file.path(),
            new Shape.Text("path", "paths", "^-?/[^\\r\\n*?\\[\\\\]*$"));

    static final Key<Items<Brief>> EXEC = CommandKeys.several("exec")
            .means("the program to run; a list of such lists runs them one after the other, with `type: oneshot` only");
    static final Key<Value<String>> SHELL =
            Key.value("shell", Kinds.ANY_TEXT).means("a text for `/bin/sh -c`, instead of `exec`");
    static final Key<Usual<Execution.Type>> TYPE = Key.usual(
                    "type", Kind.word(List.of(Execution.Type.values())), Defaults.TYPE)
            .means("when systemd takes the service for started; see systemd.service(5)");
    static final Key<Value<String>> USER = Key.value("user", Kinds.ACCOUNT_NAME)
            .means("whom it runs as; a system user of that name is created where there is none");
    static final Key<Value<String>> GROUP =
            Key.value("group", Kinds.ACCOUNT_NAME).otherwise("the user's").means("its group; created likewise");
    static final Key<Usual<Boolean>> DYNAMIC_USER = Key.usual("dynamic-user", Kinds.YES_OR_NO, Defaults.DYNAMIC_USER)
            .means("a user that systemd makes up for each run; not with `user` or `group`");
    static final Key<Value<String>> DIRECTORY =
            Key.value("directory", Kinds.PATH).means("`WorkingDirectory=`");
    static final Key<Names<Value<String>>> ENVIRONMENT = Key.names(
                    "environment", "^[A-Za-z_][A-Za-z0-9_]*$", new Value<>(Kinds.ANY_TEXT))
            .means("variables; names have letters, digits and `_`");
    static final Key<Values<EnvironmentFile>> ENVIRONMENT_FILE = Key.values("environment-file", FILE)
            .means(
                    "files of `NAME=value` lines; with `-` before the path the file may be missing; `*`, `?`, `[` and `\\`"
                            + " are refused");
    static final Key<Items<Brief>> BEFORE_START =
            CommandKeys.several("before-start").means("each is run to its end before `exec`");
    static final DirectiveKey<Items<Brief>> AFTER_START = commands(
            "ExecStartPost",
            "after-start",
            "each is run once it is started, and must end with success, or the start has failed");
    static final DirectiveKey<Items<Brief>> AFTER_STOP = commands(
            "ExecStopPost",
            "after-stop",
            "each is run whenever it has ended, whatever the reason, failed starts included");
    static final DirectiveKey<Value<Boolean>> REMAIN = DirectiveKey.word(
            "RemainAfterExit",
            "remain-after-exit",
            Kinds.YES_OR_NO,
            "whether it stays active once its processes have ended well, as a `oneshot` that sets something up");
    static final DirectiveKey<Value<String>> NOTIFY_ACCESS = DirectiveKey.word(
            DirectiveKey.SERVICE,
            "NotifyAccess",
            Key.value("notify-access", DirectiveKinds.wordsBut("NotifyAccess", List.of("none")))
                    .otherwise("`main` where it notifies")
                    .means("whose messages systemd listens to"));
    static final Key<Value<TimeSpan>> START_TIMEOUT = Key.value("start-timeout", Kinds.NOT_ZERO)
            .otherwise("`" + Defaults.START_TIMEOUT + "`, or `" + Defaults.START_AFTER_READY
                    + "` more than the `deadline` of `ready` if that is longer")
            .means("how long a start may take, `before-start` included; also the grace in which a failing probe is"
                    + " excused");
    static final Key<Value<String>> PID_FILE =
            Key.value("pid-file", Kinds.PATH).means("`PIDFile=`; with `type: forking` only");
    static final Key<Value<String>> BUS_NAME =
            Key.value("bus-name", WELL_KNOWN_NAME).means("`BusName=`; needed by, and only with, `type: dbus`");

    static final Key<Value<String>> RELOAD_SIGNAL =
            Key.value("signal", Signals.RELOAD).means("sent to the main process; `HUP` and `SIGHUP` are the same");
    static final Key<Brief> RELOAD_EXEC = CommandKeys.one("exec").means("run to reload");

    static final Key<Form.Map> RELOAD = Key.map("reload", Vocabulary.of("reload", RELOAD_SIGNAL, RELOAD_EXEC))
            .means("how it reads its configuration again");

    private ExecutionKeys() {}

    private static DirectiveKey<Items<Brief>> commands(String directive, String name, String meaning) {
        Key<Items<Brief>> key = CommandKeys.several(name).means("`" + directive + "=`: " + meaning);
        return new DirectiveKey<>(key, (fields, to) -> to.programs(directive, fields, key));
    }

    private static EnvironmentFile file(String text) {
        return text.startsWith("-") ? new EnvironmentFile(text.substring(1), true) : new EnvironmentFile(text, false);
    }

    private static Optional<String> fileFault(String text) {
        String path = file(text).path();
        if (Kinds.PATH.parse().apply(path).isEmpty()) {
            return Optional.of(Kinds.PATH.why().apply(path));
        }
        return GLOB.matcher(path).find()
                ? Optional.of("systemd would take *, ?, [ and \\ in it for a pattern")
                : Optional.empty();
    }
}
