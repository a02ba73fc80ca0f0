package upkeep.spec;

import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** What a start waits for. */
final class ReadyKeys {

    private static final long LONGEST = 86_400_000_000L;

    private static final Kind<TimeSpan> PATIENCE = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 1_000 && span.microseconds() <= LONGEST,
                    "it must be from 1ms to 1d",
                    "write a time span such as 90s")
            .called("time span, `1ms` to `1d`");

    static final Key<Usual<TimeSpan>> DEADLINE = Key.usual("deadline", PATIENCE, Defaults.READY_DEADLINE)
            .means("how long all tries may take; after that the start has failed");
    static final Key<Value<TimeSpan>> TIMEOUT = CheckKeys.TIMEOUT.means("the deadline of one try");

    static final Key<Value<TimeSpan>> STAYS_UP = Key.value("stays-up", PATIENCE)
            .means("how long its main process must have lived; for what cannot be asked anything");

    /** The kinds of probes that upkeep-gate knows, as they are written for a check. */
    static final List<Key<?>> KINDS = List.of(HttpKeys.HTTP, SocketKeys.TCP, ProgramKeys.PROGRAM);

    static final Key<Form.Map> READY = Key.map(
                    "ready",
                    Vocabulary.of(
                            "ready", HttpKeys.HTTP, SocketKeys.TCP, ProgramKeys.PROGRAM, STAYS_UP, DEADLINE, TIMEOUT))
            .means("what must pass before systemd takes it for started, and starts what comes after");

    private ReadyKeys() {}
}
