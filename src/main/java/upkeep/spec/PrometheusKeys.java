package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;

/** Which exported figure a check looks at. */
final class PrometheusKeys {

    private static final Kind<String> NAME = Kind.text(
                    text -> text.matches("[a-zA-Z_:][a-zA-Z0-9_:]{0,255}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a metric"),
                    "write the name alone, such as node_load1; labels go under labels:")
            .called("name")
            .matching("^[a-zA-Z_:][a-zA-Z0-9_:]{0,255}$");

    static final Key<Value<String>> METRIC =
            Key.value("metric", NAME).need().means("which figure; it fails if that is not exported");
    static final Key<Names<Value<String>>> LABELS = Key.names(
                    "labels", "^[A-Za-z_][A-Za-z0-9_]*$", new Value<>(Kinds.ANY_TEXT))
            .means("labels that it must have; others beside do not matter");

    static final Key<Form.Map> PROMETHEUS = Key.map(
                    "prometheus", Vocabulary.of("prometheus", METRIC, LABELS).with(PageKeys.PAGE))
            .means("a figure that a program exports for Prometheus");

    private PrometheusKeys() {}
}
