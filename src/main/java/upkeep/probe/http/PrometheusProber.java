package upkeep.probe.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.PrometheusTarget;
import upkeep.target.StatusRange;

/** Reads one figure off a page of figures, line by line. */
public final class PrometheusProber implements Prober<PrometheusTarget> {

    /** Pages of figures are longer than others; nothing of them is kept. */
    private static final int MOST_BYTES = 16 << 20;

    private static final List<StatusRange> OK = List.of(new StatusRange(200, 200));

    private final HttpPages pages;

    public PrometheusProber(HttpPages pages) {
        this.pages = pages;
    }

    @Override
    public Observation probe(PrometheusTarget target, Deadline deadline, Findings findings) throws Stop {
        return findings.passed(pages.ask(
                target.call(),
                OK,
                deadline,
                findings,
                (answer, exchange, channel) -> found(target, answer, exchange, channel)));
    }

    static String found(PrometheusTarget target, HttpHead answer, HttpExchange exchange, Channel channel) throws Stop {
        Series series = new Series(target, channel);
        HttpBody.End end = exchange.read(answer, series, MOST_BYTES);
        if (end == HttpBody.End.LIMIT) {
            throw new Stop.Unasked("cannot look for " + name(target) + ": " + channel.peer() + " sent more than "
                    + MOST_BYTES + " bytes; let it export less");
        }
        series.line();
        channel.findings().reached(Depth.VALUE);
        if (series.count == 0) {
            throw channel.sick(
                    FailureKind.CONTENT, "answered " + answer.statusText() + ", but does not export " + name(target));
        }
        if (!Double.isFinite(series.sum)) {
            throw channel.sick(FailureKind.CONTENT, "says that " + name(target) + " is " + Words.number(series.sum));
        }
        channel.findings().measure("value", series.sum);
        channel.findings().measure("minimum", series.minimum);
        channel.findings().measure("maximum", series.maximum);
        channel.findings().measure("series", series.count);
        return "says that " + name(target) + " is " + Words.number(series.sum)
                + (series.count == 1 ? "" : ", the sum of " + series.count + " series");
    }

    private static String name(PrometheusTarget target) {
        Map<String, String> sorted = new TreeMap<>(target.labels());
        return target.metric()
                + (sorted.isEmpty()
                        ? ""
                        : sorted.entrySet().stream()
                                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                                .collect(Collectors.joining(",", "{", "}")));
    }

    /** The series that match, of the lines as they come. */
    private static final class Series implements HttpBody.Sink {
        private static final int LONGEST_LINE = 65_536;

        private final PrometheusTarget target;
        private final Channel channel;
        private byte[] line = new byte[256];
        private int length;
        private int count;
        private double sum;
        private double minimum = Double.POSITIVE_INFINITY;
        private double maximum = Double.NEGATIVE_INFINITY;

        Series(PrometheusTarget target, Channel channel) {
            this.target = target;
            this.channel = channel;
        }

        @Override
        public boolean take(byte[] bytes, int size) throws Stop {
            for (int i = 0; i < size; i++) {
                if (bytes[i] == '\n') {
                    line();
                } else {
                    add(bytes[i]);
                }
            }
            return false;
        }

        private void add(byte next) throws Stop {
            if (length == LONGEST_LINE) {
                throw channel.sick(FailureKind.PROTOCOL, "sent a line of more than " + LONGEST_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        }

        /** Takes the line that has come to its end. */
        void line() throws Stop {
            String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
            length = 0;
            // Only what is asked for is taken apart, so that no oddity elsewhere is in the way.
            if (!text.startsWith(target.metric())
                    || (text.length() > target.metric().length()
                            && " \t{".indexOf(text.charAt(target.metric().length())) < 0)) {
                return;
            }
            Exposition sample = Exposition.parse(text)
                    .orElseThrow(() -> channel.sick(
                            FailureKind.PROTOCOL,
                            "sent a line that is no figure: \"" + Words.printable(text, 100) + "\""));
            if (sample.labels().entrySet().containsAll(target.labels().entrySet())) {
                count++;
                sum += sample.value();
                minimum = Math.min(minimum, sample.value());
                maximum = Math.max(maximum, sample.value());
            }
        }
    }
}
