package upkeep.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import upkeep.target.HttpCall;
import upkeep.target.JsonPath;
import upkeep.target.JsonTest;
import upkeep.target.TlsOptions;

/** Reads which values a JSON text must hold: {@code json: [{path: $.status, equals: ok}]}. */
final class JsonReader {

    private static final int MOST = 32;

    private static final Kind<JsonPath> PATH =
            Kind.of("the way to one value", "write such as $.status, $.jobs[0].state or $['a name']", JsonPath::parse);

    private static final Kind<String> NAME = Kind.text(
            text -> Kinds.isName(text)
                    ? Optional.empty()
                    : Optional.of("names have a-z, 0-9 and -, and begin with a letter"),
            "write such as queue-length");

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
        for (Node node : http.nodes("json")) {
            Fields fields =
                    Fields.of(new Node.Entry("json", node.position(), node), Words.JSON, report, new ArrayList<>());
            if (fields.lacks("path")) {
                report.error(fields.position(), "cannot look at JSON: path is missing", "write path: $.status, say");
            }
            Optional<String> equals = fields.read("equals", Kinds.ANY_TEXT);
            Optional<String> name = fields.read("name", NAME);
            if (name.isPresent() && !taken.add(name.get())) {
                report.error(
                        fields.at("name"),
                        "cannot call it " + name.get() + ": something else that is measured is called so",
                        "write another name");
            }
            fields.read("path", PATH).ifPresent(path -> {
                tests.add(new JsonTest(path, equals, name));
                shown.add(
                        path + equals.map(value -> " = " + Quoted.whole(value)).orElse(""));
            });
        }
        if (http.has("json")) {
            if (http.nodes("json").size() > MOST) {
                report.error(http.at("json"), "cannot look at that many values: the most are " + MOST);
            }
            http.note("json", String.join(", ", shown));
        }
        return tests;
    }
}
