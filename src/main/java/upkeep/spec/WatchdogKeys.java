package upkeep.spec;

import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Value;

/** How systemd learns that a service hangs. */
final class WatchdogKeys {

    private static final Kind<TimeSpan> SPAN = Kinds.FINITE
            .where(span -> span.microseconds() >= 1_000, "it is too short", "write at least 1ms")
            .called("time span, at least `1ms`");

    static final Key<Value<TimeSpan>> SILENCE = Key.value("silence", SPAN)
            .means("the longest silence between two `WATCHDOG=1` of the service; with `type: notify` or"
                    + " `notify-reload` only, or with `adopt`");
    static final Key<Value<Role>> BY = Key.value("by", Kind.word(List.of(Role.LIVENESS)))
            .means("instead, the probe that is tried in the unit itself; its failures are told to systemd");

    static final Key<Brief> WATCHDOG = Key.brief("watchdog", Vocabulary.of("watchdog", SILENCE, BY), SILENCE)
            .means("how systemd learns that it hangs, and restarts it without upkeepd");

    private WatchdogKeys() {}
}
