package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;

/**
 * The keys that a map may have.
 *
 * @param owner what has them, as in "OWNER has no such key"
 * @param known the keys that are read
 * @param later the keys that a later version will read, so that they are told from misspellings
 */
record Words(String owner, List<String> known, List<String> later) {

    static final Words TOP = new Words(
            "a spec",
            List.of("services", "targets", "checks", "settings"),
            List.of("timers", "receivers", "alerts", "maintenance"));

    static final Words SERVICE = new Words(
            "a service",
            List.of(
                    "description",
                    "exec",
                    "shell",
                    "type",
                    "user",
                    "group",
                    "dynamic-user",
                    "directory",
                    "environment",
                    "environment-file",
                    "directories",
                    "before-start",
                    "reload",
                    "stop",
                    "restart",
                    "start-timeout",
                    "limits",
                    "watchdog",
                    "wanted-by",
                    "target",
                    "requires",
                    "wants",
                    "after",
                    "binds-to",
                    "part-of",
                    "needs",
                    "port",
                    "pid-file",
                    "bus-name",
                    "probes",
                    "rules",
                    "actions",
                    "unit",
                    "adopt"),
            List.of("instances", "hardening", "ready", "credentials", "socket", "update"));

    /** The keys of a service that is adopted; somebody else's unit file says the rest. */
    static final List<String> ADOPTED = List.of(
            "adopt",
            "port",
            "requires",
            "wants",
            "after",
            "binds-to",
            "part-of",
            "needs",
            "restart",
            "limits",
            "watchdog",
            "probes",
            "rules",
            "actions",
            "unit");

    static final Words DIRECTORIES = words("directories", "state", "logs", "cache", "runtime", "configuration");
    static final Words RELOAD = words("reload", "signal", "exec");
    static final Words STOP = words("stop", "signal", "timeout", "exec");
    static final Words RESTART = words("restart", "policy", "delay", "max-delay", "budget");
    static final Words LIMITS = words("limits", "memory", "memory-high", "cpu", "tasks", "open-files");
    static final Words PROBES = words("probes", "startup", "liveness", "readiness");
    /** What a check has beside what it looks at. */
    static final List<String> OF_CHECKS =
            List.of("every", "timeout", "failures", "successes", "otherwise", "needs", "rules");

    static final Words CHECK = new Words(
            "a check",
            Stream.concat(TargetReaders.KINDS.stream(), OF_CHECKS.stream()).toList(),
            List.of("expect"));
    static final Words HTTP = words(
            "http", "url", "path", "host", "method", "headers", "status", "contains", "max-latency", "verify-tls");
    static final Words TCP = words(
            "tcp", "host", "port", "address-family", "source-address", "all-addresses", "socket", "tls", "dialogue");
    static final Words TURN = words("a turn of a dialogue", "send", "expect", "until", "length");
    static final Words UDP =
            words("udp", "host", "port", "address-family", "source-address", "all-addresses", "send", "expect");
    static final Words PING = words(
            "ping",
            "host",
            "address-family",
            "source-address",
            "all-addresses",
            "count",
            "interval",
            "size",
            "max-loss");
    static final Words DNS = words(
            "dns",
            "host",
            "port",
            "address-family",
            "source-address",
            "all-addresses",
            "transport",
            "tls",
            "query",
            "type",
            "recursion",
            "codes",
            "answers",
            "contains",
            "authoritative",
            "authenticated",
            "secondaries");
    static final Words NTP = words("ntp", "servers", "quorum", "max-offset");
    static final Words TIME_DAEMON = words(
            "time-daemon", "daemon", "port", "max-offset", "max-root-distance", "max-stratum", "min-reach", "patience");
    static final Words TLS = words("tls", "start", "verify", "server-name");
    static final Words RULE = words("a rule", "if", "clear", "then");
    static final Words PROGRAM = words("a program to run", "exec", "user", "group", "timeout");
    static final Words TARGET = words("a target", "description", "wanted-by");
    static final Words SETTINGS = new Words("settings", List.of("every", "timeout", "actions"), List.of("mail", "web"));

    /** Any keys: they are names that the user gives. */
    static final Words FREE = words("a map of names");

    /** The keys of a server that speaks a protocol. */
    static Words of(Protocol protocol) {
        List<String> known = new ArrayList<>(EndpointReader.KEYS);
        if (protocol.has(Feature.LOCAL)) {
            known.add("socket");
        }
        if (protocol.has(Feature.TLS) || protocol.has(Feature.STARTTLS)) {
            known.add("tls");
        }
        if (protocol.has(Feature.LOGIN)) {
            known.addAll(List.of("user", "password-file", "password-credential"));
        }
        ProtocolOption.of(protocol).forEach(option -> known.add(option.key()));
        return new Words(protocol.word(), known, List.of());
    }

    /** The keys, for people. */
    String all() {
        return equals(CHECK)
                ? "the keys are " + String.join(", ", OF_CHECKS) + ", and what is looked at, upkeep-checks(5)"
                : "the keys are " + String.join(", ", known);
    }

    private static Words words(String owner, String... known) {
        return new Words(owner, List.of(known), List.of());
    }
}
