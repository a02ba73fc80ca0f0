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
                    "preset",
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
                    "hardening",
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
            List.of("instances", "ready", "credentials", "socket", "update"));

    /** The keys of a service that is adopted; somebody else's unit file says the rest. */
    static final List<String> ADOPTED = List.of(
            "preset",
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
            "hardening",
            "watchdog",
            "probes",
            "rules",
            "actions",
            "unit");

    /** The keys of a preset's file, and of each of its parameters. */
    static final Words PRESET = words("a preset", "description", "parameters", "service", "checks");

    static final Words PARAMETER = words("a parameter", "description", "default");

    static final Words DIRECTORIES = words("directories", "state", "logs", "cache", "runtime", "configuration");
    static final Words RELOAD = words("reload", "signal", "exec");
    static final Words STOP = words("stop", "signal", "timeout", "exec");
    static final Words RESTART = words("restart", "policy", "delay", "max-delay", "budget");
    static final Words LIMITS = words("limits", "memory", "memory-high", "cpu", "tasks", "open-files");
    static final Words HARDENING = words("hardening", "level", "runtime", "network", "writable", "allow", "ceiling");
    static final Words PROBES = words("probes", "startup", "liveness", "readiness");
    /** What a check has beside what it looks at. */
    static final List<String> OF_CHECKS = List.of(
            "every",
            "not-every",
            "jitter",
            "timeout",
            "retries",
            "retry-after",
            "failures",
            "successes",
            "otherwise",
            "needs",
            "rules",
            "expect");

    static final Words CHECK = new Words(
            "a check",
            Stream.concat(TargetReaders.KINDS.stream(), OF_CHECKS.stream()).toList(),
            List.of());

    /** Which page is asked for, of every check that asks for one. */
    static final Words PAGE = words(
            "a page",
            "url",
            "path",
            "host",
            "headers",
            "socket",
            "address-family",
            "source-address",
            "user",
            "password-file",
            "password-credential",
            "token-file",
            "token-credential",
            "redirects",
            "version",
            "tls",
            "verify-tls");

    static final Words HTTP = words(
            "http",
            "method",
            "body",
            "body-file",
            "status",
            "expect-headers",
            "contains",
            "not-contains",
            "matches",
            "json",
            "sha256",
            "max-latency");
    static final Words JSON = words("json", "path", "equals", "name");
    static final Words PROMETHEUS = words("prometheus", "metric", "labels");
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
    static final Words FILE = words("file", "path", "exists", "follow", "checksum", "from", "whole", "ignore");
    static final Words DIRECTORY = words("directory", "path", "exists", "follow", "recursive");
    static final Words FIFO = words("fifo", "path", "exists", "follow");
    static final Words EXPECT = words("expect", "type", "mode", "owner", "group", "size", "sha256", "sha1", "md5");
    static final Words PROGRAM_CHECK = words("program", "exec", "user", "group", "status");
    static final Words NAGIOS = words("nagios", "exec", "user", "group");
    static final Words TLS = words(
            "tls",
            "start",
            "verify",
            "server-name",
            "authorities",
            "client-certificate",
            "client-key",
            "versions",
            "ciphers",
            "fingerprint",
            "valid-for");
    static final Words TLS_CHECK = ofServer("tls", "file");
    static final Words SYSTEM = words("system");
    static final Words FILESYSTEM = words("filesystem", "mount");
    static final Words PROCESS = words("process", "unit", "pid-file", "matches");
    static final Words SOCKETS = words("sockets", "unit", "listen");
    static final Words NETWORK = words("network", "interface");
    static final Words RAID = words("raid");
    static final Words UNIT = words("unit", "unit", "state", "enabled");
    static final Words TIMER = words("timer", "unit", "grace", "max-age", "max-duration", "once", "enabled");
    static final Words RADIUS =
            ofServer("radius", "secret-file", "secret-credential", "user", "password-file", "password-credential");
    static final Words SIP = ofServer("sip", "transport", "tls", "to", "user-agent", "max-forwards");
    static final Words WEBSOCKET = ofServer("websocket", "tls", "path", "origin", "headers");
    static final Words RULE = words("a rule", "if", "clear", "then");
    static final Words PROGRAM = words("a program to run", "exec", "user", "group", "timeout", "writable");
    static final Words TARGET = words("a target", "description", "wanted-by");
    static final Words SETTINGS =
            new Words("settings", List.of("every", "timeout", "actions", "probes-per-host"), List.of("mail", "web"));

    /** Any keys: they are names that the user gives. */
    static final Words FREE = words("a map of names");

    /** The keys of a server that speaks a protocol. */
    static Words of(Protocol protocol) {
        List<String> known = new ArrayList<>(protocol.usualSocket().isPresent() ? List.of() : EndpointReader.KEYS);
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

    /** The same map with the keys of another. */
    Words with(Words others) {
        return new Words(
                owner, Stream.concat(others.known.stream(), known.stream()).toList(), later);
    }

    /** The same map without a key. */
    Words without(String key) {
        return new Words(owner, known.stream().filter(word -> !word.equals(key)).toList(), later);
    }

    /** The same keys of another map. */
    Words of(String another) {
        return new Words(another, known, later);
    }

    /** The keys, for people. */
    String all() {
        if (known.isEmpty()) {
            return "write {}";
        }
        return equals(CHECK)
                ? "the keys are " + String.join(", ", OF_CHECKS) + ", and what is looked at, upkeep-checks(5)"
                : "the keys are " + String.join(", ", known);
    }

    private static Words ofServer(String owner, String... own) {
        return new Words(
                owner,
                Stream.concat(EndpointReader.KEYS.stream(), Stream.of(own)).toList(),
                List.of());
    }

    private static Words words(String owner, String... known) {
        return new Words(owner, List.of(known), List.of());
    }
}
