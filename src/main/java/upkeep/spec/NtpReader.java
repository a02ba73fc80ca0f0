package upkeep.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.TimeSpan;
import upkeep.target.NtpTarget;
import upkeep.target.NtpTarget.Server;
import upkeep.target.Target;

/** Reads with which time servers the clock is compared. */
final class NtpReader {

    private final Fields ntp;
    private final Report report;

    NtpReader(TargetContext context) {
        this.ntp = context.check().map(ClockKeys.NTP);
        this.report = context.report();
    }

    Optional<Target> read() {
        List<Located<Server>> servers = ntp.list(ClockKeys.SERVERS);
        int written = ntp.nodes(ClockKeys.SERVERS).size();
        if (written == 0 && (ntp.has(ClockKeys.SERVERS) || ntp.lacks(ClockKeys.SERVERS))) {
            report.error(
                    ntp.at(ClockKeys.SERVERS),
                    "cannot compare clocks: servers is missing",
                    "write servers: [ntp.example.org]");
        } else if (written > ClockKeys.MOST_SERVERS) {
            report.error(
                    ntp.at(ClockKeys.SERVERS),
                    "cannot ask " + written + " servers: the most are " + ClockKeys.MOST_SERVERS,
                    "four are plenty");
        }
        Set<Server> seen = new HashSet<>();
        for (Located<Server> server : servers) {
            if (!seen.add(server.value())) {
                report.error(server.position(), "cannot ask " + server.value() + " twice: it would agree with itself");
            }
        }
        int quorum = ntp.read(ClockKeys.QUORUM, Defaults.quorum(written));
        if (quorum > written && written > 0) {
            report.error(
                    ntp.at(ClockKeys.QUORUM),
                    "cannot reach a quorum of " + quorum + ": servers has " + written,
                    "write at most " + written);
        }
        TimeSpan maxOffset = ntp.get(ClockKeys.MAX_OFFSET);
        return Optional.of(new NtpTarget(servers.stream().map(Located::value).toList(), quorum, maxOffset));
    }
}
