package upkeep.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import upkeep.core.Observation;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;

/** One run of a check as a JSON object. */
final class CheckJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private CheckJson() {}

    static String text(Check check, Observation observation, List<Trace.Step> steps) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("check", check.id().text());
            json.writeStringField("kind", check.target().kind());
            json.writeStringField("target", check.target().text());
            json.writeStringField("result", CheckRun.word(observation).replaceFirst(" .*", ""));
            if (observation instanceof Observation.Failed failed) {
                json.writeStringField(
                        "failure", failed.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            json.writeStringField("depth", observation.depth().name().toLowerCase(Locale.ROOT));
            json.writeStringField("text", observation.text());
            json.writeObjectFieldStart("measurements");
            for (Map.Entry<String, Double> measured : observation.measurements().entrySet()) {
                json.writeNumberField(measured.getKey(), measured.getValue());
            }
            json.writeEndObject();
            if (!steps.isEmpty()) {
                json.writeArrayFieldStart("steps");
                for (Trace.Step step : steps) {
                    json.writeStartObject();
                    json.writeNumberField("microseconds", step.microseconds());
                    json.writeStringField("what", step.what());
                    json.writeArrayFieldStart("lines");
                    for (String line : step.lines()) {
                        json.writeString(line);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a writer of strings does not fail", e);
        }
        return text.toString();
    }
}
