package upkeep.heartbeat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request tells, by its path: {@code /heartbeat/NAME}, and behind that what happened. */
final class Routes {

    private static final Pattern PATH =
            Pattern.compile("/heartbeat/([a-z][a-z0-9-]{0,99})(?:/(start|success|failure|[0-9]{1,3}))?/?(?:\\?.*)?");

    private static final int FAILED = 1;
    private static final int MOST_STATUS = 255;

    private Routes() {}

    /** What the path tells; the body is what the job says to it. Nothing if there is no such path. */
    static Optional<Report> report(String path, byte[] body) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = String.valueOf(parts.group(1));
        String note = firstLine(new String(body, StandardCharsets.UTF_8));
        String what = Optional.ofNullable(parts.group(2)).orElse("success");
        return switch (what) {
            case "start" -> Optional.of(Report.begun(name));
            case "success" -> Optional.of(Report.ended(name, 0, Optional.empty(), note));
            case "failure" -> Optional.of(Report.ended(name, FAILED, Optional.empty(), note));
            default -> status(name, Integer.parseInt(what), note);
        };
    }

    private static Optional<Report> status(String name, int status, String note) {
        return status <= MOST_STATUS
                ? Optional.of(Report.ended(name, status, Optional.empty(), note))
                : Optional.empty();
    }

    private static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
