package upkeep.probe.http;

import java.io.ByteArrayOutputStream;
import java.util.List;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.wire.Channel;
import upkeep.target.ApacheStatusTarget;
import upkeep.target.ApacheStatusTarget.Slot;
import upkeep.target.StatusRange;

/** Asks an Apache HTTP server what its workers are doing. */
public final class ApacheStatusProber implements Prober<ApacheStatusTarget> {

    private static final List<StatusRange> OK = List.of(new StatusRange(200, 200));

    private final HttpPages pages;

    public ApacheStatusProber(HttpPages pages) {
        this.pages = pages;
    }

    @Override
    public Observation probe(ApacheStatusTarget target, Deadline deadline, Findings findings) throws Stop {
        return findings.passed(pages.ask(target.call(), OK, deadline, findings, ApacheStatusProber::found));
    }

    static String found(HttpHead answer, HttpExchange exchange, Channel channel) throws Stop {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.read(
                answer,
                (bytes, count) -> {
                    body.write(bytes, 0, count);
                    return false;
                },
                HttpBody.MOST_BYTES);
        ApacheStatus status = ApacheStatus.parse(body.toByteArray())
                .orElseThrow(() -> channel.sick(
                        FailureKind.CONTENT,
                        "answered " + answer.statusText()
                                + ", but without the scoreboard of mod_status; is the handler server-status"
                                + " set there?"));
        channel.findings().reached(Depth.VALUE);
        status.measurements().forEach(channel.findings()::measure);
        int all = status.scoreboard().length();
        int free = status.count(Slot.OPEN) + status.count(Slot.WAIT);
        return "has " + (all - free) + " of " + all + " slots at work";
    }
}
