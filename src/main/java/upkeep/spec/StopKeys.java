package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.SetDirective.Content;

/** How a service comes to its end: how it is stopped, which ends are good, and when one is due. */
final class StopKeys {

    static final Key<Usual<String>> SIGNAL =
            Key.usual("signal", Signals.STOP, Defaults.STOP_SIGNAL).means("sent then");
    static final Key<Usual<TimeSpan>> TIMEOUT =
            Key.usual("timeout", Kinds.NOT_ZERO, Defaults.STOP_TIMEOUT).means("after which SIGKILL follows");
    static final Key<Brief> EXEC = CommandKeys.one("exec").means("run first");

    private static final Key<Value<Boolean>> SIGKILL = Key.value("send-sigkill", Kinds.YES_OR_NO)
            .otherwise("`true`")
            .means("whether what remains after `timeout` is killed; without, it goes on running");
    private static final Key<Value<String>> FINAL_SIGNAL =
            Key.value("final-signal", Signals.STOP).otherwise("`KILL`").means("sent to what remains");

    /** `KillMode=none` leaves processes behind that nobody looks after, and systemd has given it up. */
    private static final Key<Value<String>> KILL_MODE = Key.value(
                    "kill-mode", DirectiveKinds.wordsBut("KillMode", List.of("none")))
            .otherwise("`control-group`")
            .means("who gets the signal: all processes, the main one and SIGKILL the rest, or the main one alone");

    private static final List<DirectiveKey<?>> MORE = List.of(
            word(DirectiveKey.SERVICE, "KillMode", KILL_MODE),
            signal("restart-signal", "RestartKillSignal", "sent in place of `signal` before a restart"),
            signal("FinalKillSignal", FINAL_SIGNAL),
            word(DirectiveKey.SERVICE, "SendSIGKILL", SIGKILL),
            word(
                    "SendSIGHUP",
                    "send-sighup",
                    Kinds.YES_OR_NO,
                    "whether SIGHUP follows the signal at once, as shells want"),
            word(
                    "TimeoutAbortSec",
                    "abort-timeout",
                    Kinds.NOT_ZERO,
                    "in place of `timeout` when the watchdog has failed, for a core dump"),
            word(
                    "TimeoutStopFailureMode",
                    "failure-mode",
                    DirectiveKinds.words("TimeoutStopFailureMode"),
                    "what follows when `timeout` is over: `abort` has the core dumped before"));

    static final Key<Form.Map> STOP = Key.map(
                    "stop",
                    Vocabulary.of(
                            "stop",
                            Stream.concat(
                                            Stream.of(SIGNAL, TIMEOUT, EXEC),
                                            MORE.stream().map(DirectiveKey::key))
                                    .toArray(Key<?>[]::new)))
            .otherwise("see below")
            .means("how it is stopped");

    static final DirectiveKey<Form.Values<String>> SUCCESS = DirectiveKey.words(
            "SuccessExitStatus",
            "success-exit-status",
            ExitStatuses.KIND,
            "ends that are no failure, beside 0 and the usual signals");

    static final DirectiveKey<Value<String>> START_FAILURE_MODE = word(
            "TimeoutStartFailureMode",
            "start-failure-mode",
            DirectiveKinds.words("TimeoutStartFailureMode"),
            "what follows when `start-timeout` is over");

    private static final Key<Value<TimeSpan>> AFTER =
            Key.value("after", Kinds.FINITE).means("`RuntimeMaxSec=`: when it is ended, as a failure");
    private static final Key<Value<TimeSpan>> JITTER = Key.value("jitter", Kinds.FINITE)
            .means("`RuntimeRandomizedExtraSec=`: up to so much later, so that not all end at once");

    static final DirectiveKey<Brief> RUNTIME_MAX = new DirectiveKey<>(
            Key.brief("runtime-max", Vocabulary.of("runtime-max", AFTER, JITTER), AFTER)
                    .means("how long it may run; it is restarted then if its policy restarts after failures"),
            StopKeys::runtimeMax);

    private StopKeys() {}

    /** What more there is said of a stop. */
    static void more(Fields stop, SetList to) {
        MORE.forEach(each -> each.read(stop, to));
        boolean spares = stop.entry(SIGKILL)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar
                        && List.of("false", "no", "off").contains(scalar.text()))
                .isPresent();
        if (spares && stop.has(FINAL_SIGNAL)) {
            stop.report()
                    .error(
                            stop.at(FINAL_SIGNAL),
                            "cannot use final-signal with send-sigkill: false: nothing is sent to what remains",
                            "leave one of them out");
        }
    }

    private static DirectiveKey<?> signal(String name, String directive, String meaning) {
        return signal(directive, Key.value(name, Signals.STOP).means(meaning));
    }

    private static DirectiveKey<?> signal(String directive, Key<Value<String>> key) {
        Key<Value<String>> told = key.means("`" + directive + "=`: " + key.meaning());
        return new DirectiveKey<>(
                told,
                (fields, to) -> fields.read(told)
                        .ifPresent(name ->
                                to.add(DirectiveKey.SERVICE, directive, new Content.Word("SIG" + name), fields, told)));
    }

    private static void runtimeMax(Fields fields, SetList to) {
        Key<Brief> key = RUNTIME_MAX.key();
        boolean isBrief = fields.entry(key)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields runtime = isBrief ? fields.only(key, AFTER) : fields.map(key);
        if (fields.has(key) && runtime.lacks(AFTER)) {
            fields.report().error(fields.at(key), "cannot bound the runtime: after is missing", "write after: 1h");
        }
        runtime.read(AFTER)
                .ifPresent(span -> to.add(
                        DirectiveKey.SERVICE, "RuntimeMaxSec", new Content.Word(span.toString()), runtime, AFTER));
        runtime.read(JITTER)
                .ifPresent(span -> to.add(
                        DirectiveKey.SERVICE,
                        "RuntimeRandomizedExtraSec",
                        new Content.Word(span.toString()),
                        runtime,
                        JITTER));
    }
}
