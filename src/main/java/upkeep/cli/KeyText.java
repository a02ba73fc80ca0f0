package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import upkeep.spec.KeyDescription;

/** What {@code upkeep explain} says of keys of the spec language. */
final class KeyText {

    private static final int MOST_PATHS = 8;

    private KeyText() {}

    /** All of the one key that is meant, or else where each of those stands that could be. */
    static void print(Shell shell, String name, List<KeyDescription> keys) {
        if (keys.size() == 1) {
            one(shell, keys.getFirst());
            return;
        }
        shell.say(name + " is a key in several places:");
        int width = keys.stream().mapToInt(key -> key.path().length()).max().orElse(0);
        for (KeyDescription key : keys) {
            shell.say("  " + key.path() + " ".repeat(width - key.path().length()) + "  " + plain(key.meaning()));
        }
    }

    private static void one(Shell shell, KeyDescription key) {
        shell.say(key.path() + ": " + plain(key.meaning()));
        if (!key.isRead()) {
            return;
        }
        shell.say("  written as  " + plain(key.type()));
        shell.say("  default     " + plain(key.fallback()));
        if (!key.keys().isEmpty()) {
            shell.say("  keys        " + String.join(", ", key.keys()));
        }
        printWords(shell, key);
        List<String> others = key.paths().subList(1, key.paths().size());
        if (!others.isEmpty()) {
            int more = others.size() - MOST_PATHS;
            shell.say("  also at     " + String.join(", ", others.subList(0, Math.min(MOST_PATHS, others.size())))
                    + (more > 0 ? ", and " + more + " more" : ""));
        }
    }

    private static void printWords(Shell shell, KeyDescription key) {
        if (key.words().isEmpty()) {
            return;
        }
        shell.say("  words");
        int width = key.words().keySet().stream().mapToInt(String::length).max().orElse(0);
        key.words()
                .forEach((word, meaning) ->
                        shell.say("    " + word + " ".repeat(width - word.length()) + "  " + plain(meaning)));
    }

    /** Without the marks that only documents show otherwise. */
    private static String plain(String text) {
        return text.replace("`", "");
    }

    static void write(JsonGenerator json, List<KeyDescription> keys) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("keys");
        for (KeyDescription key : keys) {
            json.writeStartObject();
            json.writeStringField("path", key.path());
            json.writeStringField("meaning", key.meaning());
            json.writeStringField("type", key.type());
            json.writeStringField("default", key.fallback());
            json.writeBooleanField("read", key.isRead());
            json.writeObjectFieldStart("words");
            for (Map.Entry<String, String> word : key.words().entrySet()) {
                json.writeStringField(word.getKey(), word.getValue());
            }
            json.writeEndObject();
            JsonTexts.write(json, "keys", key.keys());
            JsonTexts.write(json, "paths", key.paths());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
