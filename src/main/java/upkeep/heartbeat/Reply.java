package upkeep.heartbeat;

import java.nio.charset.StandardCharsets;

/** An answer (RFC 9112 section 4); the connection ends with it. */
enum Reply {
    NOTED("200 OK", "noted"),
    BAD("400 Bad Request", "cannot read the request: POST /heartbeat/NAME, with Content-Length"),
    DENIED("403 Forbidden", "you may not tell of that job: users of its heartbeat names who may"),
    NOT_FOUND("404 Not Found", "no job of that name is waited for, or the token is not its own"),
    BAD_METHOD("405 Method Not Allowed", "POST tells of a job"),
    LARGE("413 Content Too Large", "a note has at most 64 KiB"),
    BUSY("503 Service Unavailable", "too many tell at once: try again"),
    NOT_KEPT("503 Service Unavailable", "it counts, but could not be written down: try again");

    private final String status;
    private final String text;

    Reply(String status, String text) {
        this.status = status;
        this.text = text;
    }

    byte[] bytes() {
        String allow = this == BAD_METHOD ? "Allow: POST\r\n" : "";
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + (text.length() + 1) + "\r\n" + allow + "Connection: close\r\n\r\n";
        return (head + text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** A stranger is not told which jobs there are. */
    static Reply of(Reports.Outcome outcome, Sender sender) {
        return switch (outcome) {
            case NOTED -> NOTED;
            case NOT_KEPT -> NOT_KEPT;
            case UNKNOWN -> NOT_FOUND;
            case DENIED ->
                switch (sender) {
                    case Sender.User _ -> DENIED;
                    case Sender.Bearer _ -> NOT_FOUND;
                };
        };
    }
}
