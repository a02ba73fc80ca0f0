package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.answered;
import static upkeep.probe.script.Condition.given;
import static upkeep.probe.script.Grammars.REDIS;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.compare;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.measure;
import static upkeep.probe.script.Step.when;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Findings;

/**
 * Redis and what speaks its protocol (RESP2). A server that only asks for a password is well, as far as a stranger can
 * see; what it says of itself (INFO) need not be allowed to us.
 */
public final class Redis {

    private static final Pattern OFFSET = Pattern.compile("(?m)^master_repl_offset:([0-9]{1,18})$");
    private static final Pattern REPLICA = Pattern.compile("(?m)^slave[0-9]+:.*\\boffset=([0-9]{1,18})\\b");

    /** Each word by its length, so that it may hold any character. */
    private static final String AUTH =
            "*3\r\n$4\r\nAUTH\r\n$${user-length}\r\n${user}\r\n$${password-length}\r\n${password}\r\n";

    public static final Script SCRIPT = Script.of(
                    when(LOGIN, ask("AUTH", AUTH, REDIS, "+OK", Depth.LOGIN).secretly()),
                    ask("PING", "PING\r\n", REDIS, "+PONG or -NOAUTH", Depth.QUERY),
                    when(
                            answered("+PONG"),
                            ask("INFO", "INFO\r\n", REDIS, Wanted.matching("\\$|-.*", "a text"), Depth.QUERY)),
                    find("version", "(?m)^redis_version:(.*)$"),
                    find("role", "(?m)^role:(.*)$"),
                    find("master-link", "(?m)^master_link_status:(.*)$"),
                    measure("memory", "(?m)^used_memory:([0-9]+)$"),
                    measure("memory-limit", "(?m)^maxmemory:([0-9]+)$"),
                    measure("clients", "(?m)^connected_clients:([0-9]+)$"),
                    measure("replicas", "(?m)^connected_slaves:([0-9]+)$"),
                    measure("master-silence", "(?m)^master_last_io_seconds_ago:([0-9]+)$"),
                    new Step.Note(Redis::lag),
                    when(given("role"), compare("role", "(?m)^role:(.*)$")))
            .leaving("QUIT", "QUIT\r\n", REDIS);

    private Redis() {}

    /** How many bytes the slowest replica is behind its master, which is the one that knows. */
    private static void lag(Reply reply, Findings findings) {
        Matcher master = OFFSET.matcher(reply.text());
        OptionalLong slowest = REPLICA.matcher(reply.text())
                .results()
                .mapToLong(replica -> Long.parseLong(replica.group(1)))
                .min();
        if (master.find() && slowest.isPresent()) {
            long behind = Math.max(0, Long.parseLong(master.group(1)) - slowest.getAsLong());
            findings.measure("replication-lag", (double) behind);
        }
    }
}
