package upkeep.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import upkeep.core.HardState.Hold;

/** What {@code upkeep status --json} prints. Pure. */
final class StatusJson {

    private StatusJson() {}

    static String text(StatusView view, boolean unhealthy) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeBooleanField("healthy", !unhealthy);
            strings(json, "warnings", view.warnings());
            lateness(json, view.lateness());
            json.writeArrayFieldStart("apps");
            for (AppView app : view.apps()) {
                app(json, app);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("services");
            for (ServiceView service : view.services()) {
                service(json, service);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("checks");
            for (CheckView check : view.checks()) {
                check(json, check);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void lateness(JsonGenerator json, LatenessView lateness) throws IOException {
        json.writeObjectFieldStart("lateness");
        json.writeNumberField("probes", lateness.probes());
        json.writeNumberField("p50", lateness.p50());
        json.writeNumberField("p99", lateness.p99());
        json.writeNumberField("max", lateness.max());
        json.writeEndObject();
    }

    private static void app(JsonGenerator json, AppView app) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", app.name());
        json.writeStringField("state", app.standing().state().word());
        json.writeNumberField("members", app.standing().members());
        strings(json, "ill", app.standing().ill());
        Json.number(json, "incident", app.incident());
        Json.time(json, "since", app.since());
        json.writeEndObject();
    }

    static void service(JsonGenerator json, ServiceView service) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", service.name());
        json.writeStringField("unit", service.unit().text());
        json.writeBooleanField("healthy", !service.isUnhealthy());
        json.writeStringField("active-state", service.activeState());
        json.writeStringField("sub-state", service.subState());
        json.writeStringField("phase", service.phase());
        json.writeStringField("health", service.health().word());
        json.writeStringField(
                "intent",
                service.intent().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        if (service.hold().isPresent()) {
            Hold hold = service.hold().get();
            json.writeObjectFieldStart("hold");
            json.writeStringField("until", hold.until().toString());
            json.writeStringField("reason", hold.reason());
            json.writeStringField("by", hold.by());
            if (hold.with().isPresent()) {
                json.writeStringField("with", hold.with().get());
            }
            json.writeEndObject();
        } else {
            json.writeNullField("hold");
        }
        Json.time(json, "since", service.since());
        json.writeNumberField("main-pid", service.mainPid());
        if (service.usage().isPresent()) {
            service.usage().get().write(json);
        }
        json.writeObjectFieldStart("restarts");
        json.writeNumberField("used", service.restartsUsed());
        json.writeNumberField("budget", service.budgetCount());
        json.writeStringField("per", service.budgetPer().toString());
        json.writeBooleanField("exhausted", service.exhausted());
        json.writeEndObject();
        Json.number(json, "incident", service.incident());
        strings(json, "notes", service.notes());
        if (service.next().isPresent()) {
            json.writeObjectFieldStart("next");
            json.writeStringField("what", service.next().get().what());
            json.writeStringField("due", service.next().get().due().toString());
            json.writeEndObject();
        } else {
            json.writeNullField("next");
        }
        json.writeArrayFieldStart("checks");
        for (CheckView check : service.checks()) {
            check(json, check);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void check(JsonGenerator json, CheckView check) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", check.id());
        json.writeStringField("target", check.target());
        if (check.last().isPresent()) {
            json.writeStringField("last", check.last().get().word());
        } else {
            json.writeNullField("last");
        }
        Json.time(json, "when", check.when());
        json.writeStringField("text", check.text());
        json.writeNumberField("streak", check.streak());
        json.writeBooleanField("failing", check.failing());
        json.writeEndObject();
    }
}
