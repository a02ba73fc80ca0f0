package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import upkeep.replay.Difference;
import upkeep.replay.Order;
import upkeep.replay.ReplayResult;
import upkeep.replay.WhatIfResult;
import upkeep.replay.WhatIfResult.Total;

/** What came of a replay, for programs. */
final class ReplayJson {

    private ReplayJson() {}

    static void write(JsonGenerator json, ReplayResult result) throws IOException {
        json.writeStartObject();
        replay(json, result);
        json.writeEndObject();
    }

    private static void replay(JsonGenerator json, ReplayResult result) throws IOException {
        json.writeBooleanField("equal", result.isEqual());
        json.writeObjectFieldStart("chain");
        json.writeNumberField("entries", result.chain().entries());
        json.writeNumberField("first", result.chain().first());
        json.writeNumberField("before", result.chain().before());
        json.writeStringField("head", result.chain().head());
        if (result.chain().broken().isPresent()) {
            json.writeNumberField("broken", result.chain().broken().get());
        }
        json.writeEndObject();
        json.writeNumberField("lives", result.lives());
        json.writeNumberField("inputs", result.inputs());
        json.writeNumberField("skipped", result.skipped());
        json.writeNumberField("entries", result.entries());
        json.writeNumberField("states", result.states());
        JsonTexts.write(json, "notes", result.notes());
        if (result.difference().isPresent()) {
            Difference difference = result.difference().get();
            json.writeObjectFieldStart("difference");
            json.writeNumberField("number", difference.number());
            json.writeStringField("at", difference.at().toString());
            json.writeStringField("subject", difference.subject());
            json.writeStringField("what", difference.what());
            optional(json, "recorded", difference.recorded());
            optional(json, "replayed", difference.replayed());
            json.writeEndObject();
        }
    }

    static void write(JsonGenerator json, WhatIfResult result) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("replay");
        replay(json, result.replay());
        json.writeEndObject();
        json.writeBooleanField("same", result.isSame());
        JsonTexts.write(json, "notes", result.notes());
        json.writeObjectFieldStart("totals");
        for (var subject : result.totals().entrySet()) {
            json.writeObjectFieldStart(subject.getKey());
            for (Map.Entry<String, Total> total : subject.getValue().entrySet()) {
                json.writeObjectFieldStart(total.getKey());
                json.writeNumberField("recorded", total.getValue().recorded());
                json.writeNumberField("otherwise", total.getValue().otherwise());
                json.writeNumberField("common", total.getValue().common());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("orders");
        for (Order order : result.orders()) {
            json.writeStartObject();
            json.writeStringField("at", order.at().toString());
            json.writeStringField("subject", order.subject());
            json.writeStringField("what", order.what());
            optional(json, "recorded", order.recorded());
            optional(json, "otherwise", order.otherwise());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("left", result.left());
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        }
    }
}
