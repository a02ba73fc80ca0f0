package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.target.Target;

/** Reads what the start of a service waits for. */
final class ReadyReader {

    static final String USE = "ready";

    private final String service;
    private final Fields fields;
    private final Fields ready;
    private final Report report;

    ReadyReader(String service, Fields fields) {
        this.service = service;
        this.fields = fields;
        this.ready = fields.map(ReadyKeys.READY);
        this.report = fields.report();
    }

    /**
     * @param port that of the service
     */
    Optional<Ready> read(TimeSpan defaultTimeout, Optional<Integer> port, Placeholders placeholders) {
        Optional<Node.Entry> written = fields.entry(ReadyKeys.READY);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (ready.has(ReadyKeys.STAYS_UP)) {
            return staysUp();
        }
        TimeSpan deadline = ready.get(ReadyKeys.DEADLINE);
        TimeSpan timeout = ready.read(ReadyKeys.TIMEOUT, defaultTimeout);
        TargetContext context = new TargetContext(new CheckId(service + "/" + USE), ready, port, placeholders, timeout);
        return kind().flatMap(kind -> TargetReaders.read(kind, context))
                .flatMap(target -> probe(written.get(), target))
                .map(probe -> new Ready(probe, deadline, timeout));
    }

    /** There is one try, which takes that long, and some time for a machine that is short of it. */
    private Optional<Ready> staysUp() {
        List<Key<?>> beside = Stream.concat(ReadyKeys.KINDS.stream(), Stream.of(ReadyKeys.DEADLINE, ReadyKeys.TIMEOUT))
                .filter(ready::has)
                .toList();
        beside.forEach(key -> report.error(
                ready.at(key),
                "cannot use " + key.name() + " with stays-up: nothing is tried there but whether its process lives on",
                "leave one of them out"));
        return ready.read(ReadyKeys.STAYS_UP).filter(_ -> beside.isEmpty()).map(span -> {
            TimeSpan longest = Defaults.settling(span);
            return new Ready(new GateProbe.Uptime(span), longest, longest);
        });
    }

    private Optional<GateProbe> probe(Node.Entry written, Target target) {
        return new GateProbeReader(written, USE, report).read(target);
    }

    private Optional<Key<?>> kind() {
        List<Key<?>> written = ReadyKeys.KINDS.stream().filter(ready::has).toList();
        if (ReadyKeys.KINDS.stream().allMatch(ready::lacks)) {
            report.error(
                    ready.position(),
                    "cannot wait until " + service + " is ready: it is not said what must pass",
                    "write such as {http: {path: /healthz}}, {tcp: 5432}, {program: [/path/of/program]} or {stays-up: 5s}");
        }
        if (written.size() > 1) {
            report.error(
                    ready.at(written.get(1)),
                    "cannot use " + written.stream().map(Key::name).collect(Collectors.joining(" and "))
                            + " together: a start waits for one thing",
                    "keep the one that is ready last");
        }
        return written.stream().findFirst();
    }
}
