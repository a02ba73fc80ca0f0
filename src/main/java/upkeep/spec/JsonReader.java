package upkeep.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import upkeep.target.HttpCall;
import upkeep.target.JsonTest;
import upkeep.target.TlsOptions;

/** Reads which values a JSON text must hold: {@code json: [{path: $.status, equals: ok}]}. */
final class JsonReader {

    private static final int MOST = 32;

    private final Fields http;
    private final Report report;
    private final Set<String> taken =
            new HashSet<>(Stream.concat(HttpCall.MEASUREMENTS.stream(), TlsOptions.TEXTS.stream())
                    .toList());

    JsonReader(Fields http) {
        this.http = http;
        this.report = http.report();
        taken.addAll(List.of("failed", "value"));
    }

    List<JsonTest> read() {
        List<JsonTest> tests = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (Node node : http.nodes(HttpKeys.JSON)) {
            Fields fields = Fields.of(
                    new Node.Entry("json", node.position(), node), HttpKeys.JSON_VALUE, report, new ArrayList<>());
            if (fields.lacks(HttpKeys.JSON_PATH)) {
                report.error(fields.position(), "cannot look at JSON: path is missing", "write path: $.status, say");
            }
            Optional<String> equals = fields.read(HttpKeys.EQUALS);
            Optional<String> name = fields.read(HttpKeys.JSON_NAME);
            if (name.isPresent() && !taken.add(name.get())) {
                report.error(
                        fields.at(HttpKeys.JSON_NAME),
                        "cannot call it " + name.get() + ": something else that is measured is called so",
                        "write another name");
            }
            fields.read(HttpKeys.JSON_PATH).ifPresent(path -> {
                tests.add(new JsonTest(path, equals, name));
                shown.add(
                        path + equals.map(value -> " = " + Quoted.whole(value)).orElse(""));
            });
        }
        if (http.has(HttpKeys.JSON)) {
            if (http.nodes(HttpKeys.JSON).size() > MOST) {
                report.error(http.at(HttpKeys.JSON), "cannot look at that many values: the most are " + MOST);
            }
            http.note(HttpKeys.JSON, String.join(", ", shown));
        }
        return tests;
    }
}
