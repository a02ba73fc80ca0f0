package upkeep.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import upkeep.core.Observation;
import upkeep.core.RuleLook;

/** Reports as a JSON array. Pure. */
final class CheckReportJson {

    private CheckReportJson() {}

    static String of(List<CheckReport> reports) {
        return Json.text(json -> {
            json.writeStartArray();
            for (CheckReport report : reports) {
                report(json, report);
            }
            json.writeEndArray();
        });
    }

    private static void report(JsonGenerator json, CheckReport report) throws IOException {
        Observation observation = report.observation();
        json.writeStartObject();
        json.writeStringField("check", report.id());
        json.writeStringField("kind", report.check().target().kind());
        json.writeStringField("target", report.check().target().text());
        json.writeStringField("result", report.result().word());
        if (observation instanceof Observation.Failed failed) {
            json.writeStringField("failure", CheckReport.word(failed.kind()));
        }
        json.writeStringField("depth", report.depth());
        json.writeStringField("text", observation.text());
        json.writeObjectFieldStart("measurements");
        for (Map.Entry<String, Double> measured : observation.measurements().entrySet()) {
            json.writeNumberField(measured.getKey(), measured.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("texts");
        for (Map.Entry<String, String> found : observation.texts().entrySet()) {
            json.writeStringField(found.getKey(), found.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("rules");
        for (RuleLook rule : report.rules()) {
            rule(json, rule);
        }
        json.writeEndArray();
        if (!report.steps().isEmpty()) {
            json.writeArrayFieldStart("steps");
            for (CheckReport.Step step : report.steps()) {
                step(json, step);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void rule(JsonGenerator json, RuleLook rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("rule", rule.rule());
        switch (rule.standing()) {
            case HOLDS -> json.writeBooleanField("holds", true);
            case HOLDS_NOT -> json.writeBooleanField("holds", false);
            case UNKNOWN -> json.writeNullField("holds");
        }
        json.writeStringField("text", rule.text());
        json.writeEndObject();
    }

    private static void step(JsonGenerator json, CheckReport.Step step) throws IOException {
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
}
