package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;

/**
 * Fills in {@code ${port}} and {@code ${instance}}. Nothing else in braces is known, so that a misspelling is found; a doubled dollar sign
 * before a brace stands for a single one that is left alone. A dollar sign without a brace is only that.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$\\$\\{)|\\$\\{([^{}]*)(})?");
    private static final List<String> NAMES = List.of("port", "instance");

    private final Optional<Integer> port;
    private final Optional<Integer> instance;
    private final Report report;

    Placeholders(Optional<Integer> port, Optional<Integer> instance, Report report) {
        this.port = port;
        this.instance = instance;
        this.report = report;
    }

    /** The text with all placeholders filled in; what cannot be is reported at {@code position} and left. */
    String fill(String text, SourcePos position) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement("${");
            }
            return Matcher.quoteReplacement(value(found.group(), found.group(2), found.group(3) != null, position));
        });
    }

    /**
     * As {@link #fill}, for a shell's text: there only {@code ${port}} and {@code ${instance}} are ours, and the rest
     * is the shell's.
     */
    String fillShell(String text, SourcePos position) {
        String filled = text;
        for (String name : NAMES) {
            String whole = "${" + name + "}";
            if (filled.contains(whole)) {
                filled = filled.replace(whole, value(whole, name, true, position));
            }
        }
        return filled;
    }

    private String value(String whole, String name, boolean closed, SourcePos position) {
        if (name.equals("port") && closed) {
            if (port.isEmpty()) {
                report.error(position, "cannot fill in ${port}: the service has no port", "add port: to the service");
            }
            return port.map(String::valueOf).orElse(whole);
        }
        if (name.equals("instance") && closed) {
            if (instance.isEmpty()) {
                report.error(
                        position,
                        "cannot fill in ${instance}: there is one of it",
                        "add instances: to the service, if there shall be several");
            }
            return instance.map(String::valueOf).orElse(whole);
        }
        String why = closed ? "there is no such placeholder" : "its brace is never closed";
        report.error(
                position,
                "cannot fill in " + Quoted.text(whole) + ": " + why,
                Nearest.to(name, NAMES)
                        .map(near -> "did you mean \"${" + near + "}\"?")
                        .orElse("write $${ for these characters themselves"));
        return whole;
    }
}
