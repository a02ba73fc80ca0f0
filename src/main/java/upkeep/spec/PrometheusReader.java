package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.target.HttpCall;
import upkeep.target.PrometheusTarget;

/** Reads which exported figure a check looks at. */
final class PrometheusReader {

    private static final HttpCallReader.Usual USUAL =
            new HttpCallReader.Usual(Optional.of(Defaults.METRICS_PATH), Optional.empty(), "");

    private final TargetContext context;

    PrometheusReader(TargetContext context) {
        this.context = context;
    }

    Optional<PrometheusTarget> read() {
        Fields fields = context.check().map(PrometheusKeys.PROMETHEUS);
        Optional<HttpCall> call =
                new HttpCallReader(fields, context, USUAL).read(Defaults.HTTP_METHOD, Optional.empty());
        if (fields.lacks(PrometheusKeys.METRIC)) {
            context.report()
                    .error(
                            fields.position(),
                            "cannot look at a figure: metric is missing",
                            "write metric: node_load1, say");
        }
        Optional<String> metric = fields.read(PrometheusKeys.METRIC);
        Map<String, String> labels = new LinkedHashMap<>();
        Fields named = fields.map(PrometheusKeys.LABELS);
        for (Node.Entry entry : named.all()) {
            if (!Kinds.isVariable(entry.key())) {
                context.report()
                        .error(
                                entry.keyPosition(),
                                "cannot look for the label " + Quoted.text(entry.key()) + ": it is not a label's name",
                                "names have letters, digits and _");
            }
            named.read(PrometheusKeys.LABELS.form().named(entry.key()))
                    .ifPresent(value -> labels.put(entry.key(), value));
        }
        return call.flatMap(found -> metric.map(name -> new PrometheusTarget(found, name, labels)));
    }
}
