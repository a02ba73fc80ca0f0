package upkeep.probe.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Addresses;
import upkeep.probe.wire.Conversations;
import upkeep.target.DnsTarget;
import upkeep.target.Endpoint;

/** Asks a name server, and judges what it answers. */
public final class DnsProber implements Prober<DnsTarget> {

    private static final int SHOWN = 300;

    private final Addresses addresses;
    private final Conversations conversations;

    public DnsProber(Addresses addresses, Conversations conversations) {
        this.addresses = addresses;
        this.conversations = conversations;
    }

    @Override
    public Observation probe(DnsTarget target, Deadline deadline, Findings findings) throws Stop {
        DnsClient client = new DnsClient(addresses, conversations, target, findings);
        List<String> found = new ArrayList<>();
        try {
            Optional<Long> serial = Optional.empty();
            Deadline part = deadline.share(target.secondaries().size() + 1);
            for (DnsClient.Reply reply : client.ask(target.server(), part)) {
                found.add(judge(target, reply, findings));
                serial = serial(reply);
            }
            if (!target.secondaries().isEmpty()) {
                if (serial.isEmpty()) {
                    throw new Stop.Sick(FailureKind.CONTENT, target.server().text() + " has no serial" + asked(target));
                }
                found.add(compare(target, serial.get(), client, deadline, findings));
            }
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
        return findings.passed(String.join("; ", found) + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }

    private static String judge(DnsTarget target, DnsClient.Reply reply, Findings findings) throws Stop {
        DnsMessage message = reply.message();
        List<DnsRecord> records = message.records(target.type());
        String shown = shown(records);
        findings.found("code", message.codeText());
        findings.found("records", shown);
        findings.measure("answers", records.size());
        records.stream()
                .mapToLong(DnsRecord::timeToLive)
                .min()
                .ifPresent(least -> findings.measure("ttl", (double) least));
        records.stream()
                .flatMap(record -> record.serial().stream())
                .findFirst()
                .ifPresent(serial -> findings.measure("serial", serial));
        boolean passes = message.known().filter(target.codes()::contains).isPresent();
        if (!passes) {
            throw sick(
                    FailureKind.STATUS,
                    reply,
                    "answered " + message.codeText() + asked(target) + ", wanted "
                            + target.codes().stream().map(Enum::name).collect(Collectors.joining(" or ")));
        }
        if (target.query().isEmpty()) {
            return reply.peer() + " answered " + message.codeText();
        }
        flags(target, reply);
        records(target, reply, records);
        findings.reached(Depth.VALUE);
        return reply.peer() + " answered " + message.codeText() + (records.isEmpty() ? ", no record" : ": " + shown);
    }

    private static void flags(DnsTarget target, DnsClient.Reply reply) throws Stop {
        DnsTarget.Demands demands = target.demands();
        if (demands.authoritative() && !reply.message().authoritative()) {
            throw sick(FailureKind.CONTENT, reply, "is not authoritative" + asked(target) + " (no AA flag)");
        }
        if (demands.authenticated() && !reply.message().authenticated()) {
            throw sick(FailureKind.CONTENT, reply, "did not validate the answer" + asked(target) + " (no AD flag)");
        }
        if (demands.recursionAvailable() && !reply.message().recursionAvailable()) {
            throw sick(FailureKind.CONTENT, reply, "offers no recursion (no RA flag)");
        }
    }

    private static void records(DnsTarget target, DnsClient.Reply reply, List<DnsRecord> records) throws Stop {
        List<String> wanted = target.demands().answers().orElse(target.demands().contains());
        List<String> missing = wanted.stream()
                .filter(written -> records.stream().noneMatch(record -> record.is(written)))
                .toList();
        List<DnsRecord> extra = target.demands().answers().isEmpty()
                ? List.of()
                : records.stream()
                        .filter(record -> wanted.stream().noneMatch(record::is))
                        .toList();
        if (!missing.isEmpty()) {
            throw sick(
                    FailureKind.CONTENT,
                    reply,
                    "answered " + (records.isEmpty() ? "without a record" : shown(records)) + asked(target)
                            + "; missing: " + Words.printable(String.join(", ", missing), SHOWN));
        }
        if (!extra.isEmpty()) {
            throw sick(
                    FailureKind.CONTENT,
                    reply,
                    "answered " + shown(records) + asked(target) + "; not wanted: " + shown(extra));
        }
        boolean nothingWanted =
                target.demands().answers().isPresent() || !target.codes().equals(List.of(DnsTarget.Code.NOERROR));
        if (records.isEmpty() && !nothingWanted) {
            throw sick(FailureKind.CONTENT, reply, "has no record" + asked(target));
        }
    }

    /** The serials of all servers against that of the first, one after the other. */
    private static String compare(DnsTarget target, long wanted, DnsClient client, Deadline deadline, Findings findings)
            throws Stop {
        List<String> others = new ArrayList<>();
        long lag = 0;
        for (int i = 0; i < target.secondaries().size(); i++) {
            Endpoint.Port secondary = target.secondaries().get(i);
            DnsClient.Reply reply = client.ask(
                            secondary, deadline.share(target.secondaries().size() - i))
                    .getFirst();
            long serial = serial(reply)
                    .orElseThrow(() -> sick(
                            FailureKind.CONTENT,
                            reply,
                            "answered " + reply.message().codeText() + " without an SOA record" + asked(target)));
            // Serials wrap (RFC 1982): of two, the later one is less than 2^31 ahead.
            int difference = (int) (wanted - serial);
            lag = Math.max(lag, Math.abs((long) difference));
            if (difference != 0) {
                others.add(secondary.text() + " has serial " + serial);
            }
        }
        findings.reached(Depth.VALUE);
        findings.measure("serial-lag", (double) lag);
        if (!others.isEmpty()) {
            throw new Stop.Sick(
                    FailureKind.CONTENT,
                    String.join(", ", others) + ", but " + target.server().text() + " has " + wanted + asked(target));
        }
        return (target.secondaries().size() == 1
                        ? "the secondary has"
                        : "all " + target.secondaries().size() + " secondaries have")
                + " serial " + wanted + " too";
    }

    private static Optional<Long> serial(DnsClient.Reply reply) {
        return reply.message().answers().stream()
                .flatMap(record -> record.serial().stream())
                .findFirst();
    }

    private static Stop sick(FailureKind kind, DnsClient.Reply reply, String what) {
        return new Stop.Sick(kind, reply.peer() + " " + what);
    }

    private static String asked(DnsTarget target) {
        return target.query().map(name -> " for " + name + " " + target.type()).orElse("");
    }

    private static String shown(List<DnsRecord> records) {
        return Words.printable(records.stream().map(DnsRecord::text).collect(Collectors.joining(", ")), SHOWN);
    }
}
