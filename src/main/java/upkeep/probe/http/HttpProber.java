package upkeep.probe.http;

import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.HttpTarget;
import upkeep.target.HttpWanted;

/** Asks for a web page, and judges status, header, content and latency. */
public final class HttpProber implements Prober<HttpTarget> {

    private final HttpPages pages;

    public HttpProber(HttpPages pages) {
        this.pages = pages;
    }

    @Override
    public Observation probe(HttpTarget target, Deadline deadline, Findings findings) throws Stop {
        HttpWanted wanted = target.wanted();
        return findings.passed(pages.ask(
                target.call(),
                wanted.status(),
                deadline,
                findings,
                (answer, exchange, channel) -> found(wanted, answer, exchange, channel)));
    }

    static String found(HttpWanted wanted, HttpHead answer, HttpExchange exchange, Channel channel) throws Stop {
        judgeHeaders(wanted.headers(), answer, channel);
        HttpContent content = new HttpContent(wanted, answer);
        HttpBody.End end = exchange.read(answer, content, HttpBody.MOST_BYTES);
        double total = channel.deadline().elapsedNanos() / 1e9;
        if (content.isJudged()) {
            channel.findings().reached(Depth.VALUE);
            content.judge(answer, end, exchange.bodySize(), channel);
        }
        String answered = "answered " + answer.statusText() + " in " + Words.seconds(total);
        Optional<TimeSpan> limit = wanted.maxLatency();
        if (limit.isPresent() && total * 1e6 > limit.get().microseconds()) {
            throw channel.sick(FailureKind.LATENCY, answered + ", wanted within " + limit.get());
        }
        return answered
                + wanted.contains()
                        .map(text -> ", with \"" + Words.printable(text, 60) + "\" in it")
                        .orElse("");
    }

    private static void judgeHeaders(Map<String, String> headers, HttpHead answer, Channel channel) throws Stop {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            channel.findings().reached(Depth.VALUE);
            String name = header.getKey();
            String answered = "answered " + answer.statusText() + ", but ";
            String first = answer.first(name)
                    .orElseThrow(() -> channel.sick(FailureKind.CONTENT, answered + "without the header " + name));
            boolean isThere = answer.fields().stream()
                    .anyMatch(field ->
                            field.name().equalsIgnoreCase(name) && field.value().contains(header.getValue()));
            if (!isThere) {
                throw channel.sick(
                        FailureKind.CONTENT,
                        answered + "its header " + name + " is \"" + Words.printable(first, 100)
                                + "\", which does not contain \"" + Words.printable(header.getValue(), 60) + "\"");
            }
        }
    }
}
