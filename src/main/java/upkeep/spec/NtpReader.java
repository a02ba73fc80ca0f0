package upkeep.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.target.NtpTarget;
import upkeep.target.NtpTarget.Server;
import upkeep.target.Target;

/** Reads with which time servers the clock is compared. */
final class NtpReader {

    private static final int MOST_SERVERS = 16;
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)](?::([0-9]{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::([0-9]{1,5}))?");

    private final Fields ntp;
    private final Report report;

    NtpReader(TargetContext context) {
        this.ntp = context.check().map("ntp", Words.NTP);
        this.report = context.report();
    }

    Optional<Target> read() {
        List<Located<Server>> servers = ntp.list("servers", server(Defaults.NTP_PORT));
        int written = ntp.nodes("servers").size();
        if (written == 0 && (ntp.has("servers") || ntp.lacks("servers"))) {
            report.error(
                    ntp.at("servers"), "cannot compare clocks: servers is missing", "write servers: [ntp.example.org]");
        } else if (written > MOST_SERVERS) {
            report.error(
                    ntp.at("servers"),
                    "cannot ask " + written + " servers: the most are " + MOST_SERVERS,
                    "four are plenty");
        }
        Set<Server> seen = new HashSet<>();
        for (Located<Server> server : servers) {
            if (!seen.add(server.value())) {
                report.error(server.position(), "cannot ask " + server.value() + " twice: it would agree with itself");
            }
        }
        int quorum = ntp.read("quorum", Kind.whole(1, MOST_SERVERS), Defaults.quorum(written));
        if (quorum > written && written > 0) {
            report.error(
                    ntp.at("quorum"),
                    "cannot reach a quorum of " + quorum + ": servers has " + written,
                    "write at most " + written);
        }
        TimeSpan maxOffset = ntp.read("max-offset", Kinds.FINITE, Defaults.NTP_MAX_OFFSET);
        return Optional.of(new NtpTarget(servers.stream().map(Located::value).toList(), quorum, maxOffset));
    }

    /** A host with a port, which may be left out where it is the usual one. */
    static Kind<Server> server(int usualPort) {
        return Kind.of(
                "a server",
                "write a host name or address, with :PORT if it is not " + usualPort
                        + ", such as ntp.example.org or [2001:db8::1]:" + usualPort,
                text -> server(text, usualPort));
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
