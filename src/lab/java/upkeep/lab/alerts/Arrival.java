package upkeep.lab.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import upkeep.lab.Installed;
import upkeep.lab.Machine;

/**
 * A message that a mail server or the web server of the test has taken.
 *
 * @param path the mailbox, or the address that it was posted to
 * @param at when it was posted, in microseconds since 1970; 0 of a mail
 * @param id by which one that comes twice is known: {@code Message-ID} or {@code Idempotency-Key}
 * @param kind {@code alert}, {@code summary}, {@code digest} or {@code test}
 */
record Arrival(String receiver, String path, long at, String id, String kind, List<Line> lines) {

    /** The file to which {@code hook.py} writes. */
    static final String POSTED = "/run/lab/posted";

    private static final double MICROS = 1e6;

    /**
     * What one line of it tells.
     *
     * @param reason {@code firing}, {@code worse} or {@code resolved} of a mail; else upkeep's own word
     * @param children how many suffer from it; 0 of a mail
     */
    record Line(String subject, long incident, String reason, int count, int children) {}

    /** Those in mailboxes, each a file (mbox) or a folder (maildir), in their order; needs {@code mails.py}. */
    static List<Arrival> mails(Machine machine, String... mailboxes) {
        List<String> command = new ArrayList<>(List.of("python3", "/srv/lab/mails.py"));
        command.addAll(List.of(mailboxes));
        return machine.run(command.toArray(String[]::new))
                .orFail()
                .out()
                .lines()
                .map(Installed::parse)
                .map(Arrival::mail)
                .toList();
    }

    private static Arrival mail(JsonNode mail) {
        List<Line> lines = StreamSupport.stream(mail.path("incidents").spliterator(), false)
                .map(number -> new Line(mail.path("subjects").path(0).asText(), number.asLong(), reason(mail), 1, 0))
                .toList();
        return new Arrival(
                mail.path("receiver").asText(),
                mail.path("path").asText(),
                0,
                mail.path("id").asText(),
                mail.path("kind").asText(),
                lines);
    }

    /** Of what got worse the header says no more than that it is wrong; the title does. */
    private static String reason(JsonNode mail) {
        boolean isWorse = mail.path("title").asText().matches("(\\[[^]]*] )?now .*");
        return isWorse ? "worse" : mail.path("state").asText();
    }

    /** Those that were posted, in their order. */
    static List<Arrival> posts(Machine machine) {
        return machine.lines(POSTED).map(Installed::parse).map(Arrival::post).toList();
    }

    private static Arrival post(JsonNode post) {
        JsonNode body = post.path("body");
        List<Line> lines = StreamSupport.stream(body.path("lines").spliterator(), false)
                .map(line -> new Line(
                        line.path("subject").asText(),
                        line.path("incident").asLong(),
                        line.path("reason").asText(),
                        line.path("count").asInt(),
                        line.path("child-count").asInt()))
                .toList();
        return new Arrival(
                body.path("receiver").asText(),
                post.path("path").asText(),
                (long) (post.path("at").asDouble() * MICROS),
                post.path("key").asText(),
                body.path("kind").asText(),
                lines);
    }

    /** How many different messages there are. */
    static int different(List<Arrival> arrivals) {
        Set<String> ids = arrivals.stream().map(Arrival::id).collect(Collectors.toSet());
        return ids.size();
    }
}
