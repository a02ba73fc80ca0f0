package upkeep.probe.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.probe.run.Findings;

/** Takes measurements or texts out of an answer. Takes nothing where they are not there: not all servers tell all. */
@FunctionalInterface
interface Capture {

    void take(Reply reply, Findings findings);

    /** A measurement: the first group of what the pattern finds, at most 18 digits before and after the point. */
    static Capture number(String name, String pattern) {
        Pattern place = Pattern.compile(pattern);
        return (reply, findings) -> {
            Matcher found = place.matcher(reply.text());
            if (found.find() && found.group(1).matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
                findings.measure(name, Double.parseDouble(found.group(1)));
            }
        };
    }

    /** A text: the first group of what the pattern finds, its lines joined by commas. */
    static Capture text(String name, String pattern) {
        Pattern place = Pattern.compile(pattern);
        return (reply, findings) -> {
            Matcher found = place.matcher(reply.text());
            if (found.find()) {
                findings.found(name, found.group(1).strip().replace("\n", ", "));
            }
        };
    }
}
