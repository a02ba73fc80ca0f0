package upkeep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What upkeepd tells as JSON of all services and checks.
 *
 * @param rows services first, then checks of their own, as they came
 */
record TopView(List<String> warnings, List<Row> rows) {

    TopView {
        warnings = List.copyOf(warnings);
        rows = List.copyOf(rows);
    }

    /**
     * A service, or a check of its own.
     *
     * @param unit empty for a check
     * @param state of the unit; of a check its target
     * @param health what its probes say; of a check how the last probe ended
     * @param mainPid 0 if there is none
     * @param since when it came into its state; of a check when it was last probed
     * @param remark what there is to know beside that: what failed last, a hold; empty if nothing
     */
    record Row(
            String name,
            String unit,
            String state,
            String health,
            boolean isHealthy,
            long mainPid,
            String restarts,
            Optional<Instant> since,
            String remark) {

        boolean isService() {
            return !unit.isEmpty();
        }
    }

    /** Nothing if that cannot be understood. */
    static Optional<TopView> parse(String status) {
        List<String> warnings = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(status)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "warnings" -> warnings.addAll(texts(json));
                    case "apps" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            rows.add(app(json));
                        }
                    }
                    case "services" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            rows.add(service(json));
                        }
                    }
                    case "checks" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            rows.add(Found.read(json).row());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            return Optional.of(new TopView(warnings, rows));
        } catch (IOException notUnderstood) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(json.getText());
        }
        return texts;
    }

    private static Row app(JsonParser json) throws IOException {
        String name = "";
        String state = "";
        int members = 0;
        List<String> ill = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "state" -> state = json.getText();
                case "members" -> members = json.getIntValue();
                case "ill" -> ill.addAll(texts(json));
                case "since" -> since = time(json);
                default -> json.skipChildren();
            }
        }
        String well = members - ill.size() + "/" + members + " well";
        return new Row(name, "", well, state, ill.isEmpty(), 0, "", since, String.join(", ", ill));
    }

    private static Row service(JsonParser json) throws IOException {
        String name = "";
        String unit = "";
        String active = "";
        String sub = "";
        String health = "";
        boolean isHealthy = true;
        long mainPid = 0;
        String restarts = "";
        Optional<Instant> since = Optional.empty();
        List<String> remarks = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "unit" -> unit = json.getText();
                case "active-state" -> active = json.getText();
                case "sub-state" -> sub = json.getText();
                case "health" -> health = json.getText();
                case "healthy" -> isHealthy = json.getBooleanValue();
                case "main-pid" -> mainPid = json.getLongValue();
                case "since" -> since = time(json);
                case "restarts" -> restarts = restarts(json);
                case "hold" -> {
                    if (value == JsonToken.START_OBJECT) {
                        remarks.addFirst("on hold" + reason(json));
                    }
                }
                case "notes" -> remarks.addAll(texts(json));
                case "checks" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        Found.read(json).trouble().ifPresent(remarks::addFirst);
                    }
                }
                default -> json.skipChildren();
            }
        }
        String state = active + " (" + sub + ")";
        return new Row(name, unit, state, health, isHealthy, mainPid, restarts, since, String.join("; ", remarks));
    }

    private static String restarts(JsonParser json) throws IOException {
        String used = "";
        String budget = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "used" -> used = json.getText();
                case "budget" -> budget = json.getText();
                default -> json.skipChildren();
            }
        }
        return used + "/" + budget;
    }

    private static String reason(JsonParser json) throws IOException {
        String reason = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            reason = field.equals("reason") ? json.getText() : reason;
            json.skipChildren();
        }
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static Optional<Instant> time(JsonParser json) throws IOException {
        try {
            return json.currentToken() == JsonToken.VALUE_STRING
                    ? Optional.of(Instant.parse(json.getText()))
                    : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** What a check found last. */
    private record Found(
            String id, String target, String last, String text, boolean isFailing, Optional<Instant> when) {

        static Found read(JsonParser json) throws IOException {
            String id = "";
            String target = "";
            String last = "";
            String text = "";
            boolean isFailing = false;
            Optional<Instant> when = Optional.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "id" -> id = json.getText();
                    case "target" -> target = json.getText();
                    case "last" -> last = value == JsonToken.VALUE_NULL ? "not yet run" : json.getText();
                    case "text" -> text = json.getText();
                    case "failing" -> isFailing = json.getBooleanValue();
                    case "when" -> when = time(json);
                    default -> json.skipChildren();
                }
            }
            return new Found(id, target, last, text, isFailing, when);
        }

        Row row() {
            return new Row(id, "", target, isFailing ? "failing" : last, !isFailing, 0, "", when, text);
        }

        Optional<String> trouble() {
            boolean isTrouble = isFailing || last.equals("failed") || last.equals("unknown");
            return isTrouble ? Optional.of(id.substring(id.indexOf('/') + 1) + ": " + text) : Optional.empty();
        }
    }
}
