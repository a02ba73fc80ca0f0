package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.NtpTarget.Server;
import upkeep.target.TimeDaemonTarget.Daemon;

/** What the clock of this machine is compared with, and who is asked how well it goes. */
final class ClockKeys {

    static final int MOST_SERVERS = 16;

    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)](?::([0-9]{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::([0-9]{1,5}))?");

    static final Key<Values<Server>> SERVERS = Key.values("servers", server(Defaults.NTP_PORT))
            .need()
            .means(
                    "which servers are asked: 1 to 16, each with `:PORT` if that is not 123; an IPv6 address with a port is"
                            + " written `[2001:db8::1]:123`");
    static final Key<Value<Integer>> QUORUM = Key.value("quorum", Kind.whole(1, MOST_SERVERS))
            .otherwise("more than half")
            .means("how many must agree, within each other's error bounds");
    static final Key<Usual<TimeSpan>> MAX_OFFSET = Key.usual("max-offset", Kinds.FINITE, Defaults.NTP_MAX_OFFSET)
            .means("the largest distance of the local clock that still passes");

    static final Key<Form.Map> NTP = Key.map("ntp", Vocabulary.of("ntp", SERVERS, QUORUM, MAX_OFFSET))
            .means("the clock of this machine, compared with time servers");

    static final Key<Usual<Daemon>> DAEMON = Key.usual("daemon", Kind.word(List.of(Daemon.values())), Daemon.AUTO)
            .means("who is asked; `ntpsec` is every ntpd(8)");
    static final Key<Value<Integer>> PORT = Key.value("port", Kinds.PORT)
            .otherwise("`323` for chrony, `123` for ntpsec")
            .means("where it answers on 127.0.0.1");
    static final Key<Usual<TimeSpan>> DAEMON_MAX_OFFSET = Key.usual(
                    "max-offset", Kinds.FINITE, Defaults.CLOCK_MAX_OFFSET)
            .means("the largest distance from true time, as the daemon sees it, that still passes");
    static final Key<Usual<TimeSpan>> MAX_ROOT_DISTANCE = Key.usual(
                    "max-root-distance", Kinds.FINITE, Defaults.CLOCK_MAX_ROOT_DISTANCE)
            .means("the largest error that this distance may have; of the kernel, its `max-error`");
    static final Key<Usual<Integer>> MAX_STRATUM = Key.usual(
                    "max-stratum", Kind.whole(1, 15), Defaults.CLOCK_MAX_STRATUM)
            .means("how far from a reference clock");
    static final Key<Usual<Integer>> MIN_REACH = Key.usual("min-reach", Kind.whole(0, 8), Defaults.CLOCK_MIN_REACH)
            .means("how many of the last eight polls the source in use must have answered");
    static final Key<Usual<TimeSpan>> PATIENCE = Key.usual("patience", Kinds.TIME_SPAN, Defaults.CLOCK_PATIENCE)
            .means("for so long after its start, a daemon without time is unknown instead of failed");

    static final Key<Brief> TIME_DAEMON = Key.brief(
                    "time-daemon",
                    Vocabulary.of(
                            "time-daemon",
                            DAEMON,
                            PORT,
                            DAEMON_MAX_OFFSET,
                            MAX_ROOT_DISTANCE,
                            MAX_STRATUM,
                            MIN_REACH,
                            PATIENCE),
                    DAEMON)
            .means("the daemon that keeps the clock of this machine, and what the kernel thinks of the clock");

    private ClockKeys() {}

    /** A host with a port, which may be left out where it is the usual one. */
    static Kind<Server> server(int usualPort) {
        return Kind.of(
                        "a server",
                        "write a host name or address, with :PORT if it is not " + usualPort
                                + ", such as ntp.example.org or [2001:db8::1]:" + usualPort,
                        text -> server(text, usualPort))
                .called("host")
                .matching("^[A-Za-z0-9_.:%\\[\\]-]+$");
    }

    private static Optional<Server> server(String text, int usualPort) {
        Matcher brackets = BRACKETS.matcher(text);
        Matcher plain = PLAIN.matcher(text);
        Matcher found = brackets.matches() ? brackets : plain;
        if (!found.matches() && Kinds.HOST_NAME.parse().apply(text).isPresent()) {
            return Optional.of(new Server(text, usualPort));
        }
        if (!found.matches() || Kinds.HOST_NAME.parse().apply(found.group(1)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.group(2))
                .map(Kinds.PORT.parse())
                .orElse(Optional.of(usualPort))
                .map(port -> new Server(found.group(1), port));
    }
}
