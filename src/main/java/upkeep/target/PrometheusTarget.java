package upkeep.target;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A figure that a program exports in the text format of Prometheus.
 *
 * @param metric the name of the series
 * @param labels labels that they must have; those with others beside match as well
 */
public record PrometheusTarget(HttpCall call, String metric, Map<String, String> labels) implements Target {

    public PrometheusTarget {
        labels = Map.copyOf(labels);
    }

    @Override
    public String kind() {
        return "prometheus";
    }

    @Override
    public String text() {
        return metric + " at " + call.text();
    }

    @Override
    public List<String> hosts() {
        return call.hosts();
    }

    @Override
    public List<String> measurements() {
        return Stream.concat(HttpCall.MEASUREMENTS.stream(), Stream.of("value", "minimum", "maximum", "series"))
                .toList();
    }

    @Override
    public List<String> texts() {
        return TlsOptions.TEXTS;
    }
}
