package upkeep.lab.alerts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a receiver is told, and what hinders it: a port of {@code mail-servers.sh} that is ill in a way of its own, most behind a port of
 * {@code relay.py}, or an address of {@code hook.py}.
 *
 * @param name of the receiver
 * @param channel the channel of its spec, and what else is to be said of it
 * @param ill what a relay does, or what the web server answers, while it is ill
 * @param well what the relay does otherwise
 * @param fault what upkeepd must have said of it while it was ill; empty where it is told all the same
 * @param outcome what becomes of a message that is sent while it is ill
 */
record Way(
        String name,
        String channel,
        Optional<String> ill,
        Optional<String> well,
        Optional<Integer> relay,
        String fault,
        Outcome outcome) {

    /** What becomes of a message. */
    enum Outcome {
        /** It arrives, though not at first. */
        LATE,
        /** The other side has taken it and could not say so: it may come again, and is known by its number. */
        TWICE,
        /** It arrives at once all the same. */
        AT_ONCE,
        /** It is refused for good, and goes to the receiver that the spec names instead. */
        ELSEWHERE
    }

    private static final String FALLBACK = ", fallback: spare";

    static List<Way> all() {
        return Stream.of(mails(), posts()).flatMap(List::stream).toList();
    }

    private static List<Way> mails() {
        return List.of(
                straight("postfix-greylisted", 2501, "", "Greylisted", Outcome.LATE),
                relayed("postfix-busy", 3002, "to 2502", "to 25", "", "450 4.2.1"),
                straight("postfix-nobody", 2503, FALLBACK, "550 5.1.1", Outcome.ELSEWHERE),
                new Way(
                        "postfix-refusing",
                        mail("{host: 127.0.0.1, port: 2504}, {host: 127.0.0.1, port: 25}", ""),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Outcome.AT_ONCE),
                relayed("postfix-untrusted", 3005, "to 2505", "to 2507", ", security: starttls", "nobody this machine"),
                relayed("postfix-expired", 3006, "to 2506", "to 2507", ", security: starttls", "that is expired"),
                relayed("postfix-plain", 3008, "to 2508", "to 2507", ", security: starttls", "offers no STARTTLS"),
                relayed("postfix-tarpit", 3009, "to 2509", "to 25", ", timeout: 6s", "did not come to an end"),
                relayed("postfix-late", 3010, "to 2510", "to 25", ", timeout: 6s", "did not come to an end")
                        .twice(),
                straight("postfix-slow", 2511, "", "", Outcome.AT_ONCE),
                relayed("postfix-cut", 3011, "to 25 data 300", "to 25", "", "connection"),
                relayed("postfix-dot", 3012, "to 25 dot", "to 25", "", "connection")
                        .twice(),
                relayed("smtpd-busy", 3102, "to 2602", "to 2601", "", "451 4.7.1"),
                straight("smtpd-nobody", 2603, FALLBACK, "550 5.1.1", Outcome.ELSEWHERE),
                relayed("smtpd-away", 3104, "to 2604", "to 2601", "", "421 4.3.2"),
                relayed("smtpd-expired", 3106, "to 2606", "to 2607", ", security: starttls", "that is expired"),
                relayed("smtpd-drip", 3109, "to 2601 drip", "to 2601", ", timeout: 6s", "did not come to an end"),
                relayed("smtpd-cut", 3111, "to 2601 data 300", "to 2601", "", "connection"),
                relayed("smtpd-dot", 3112, "to 2601 dot", "to 2601", "", "connection")
                        .twice());
    }

    private static List<Way> posts() {
        return List.of(
                posted("hook-503", "503", "", "503", Outcome.LATE),
                posted("hook-429", "429", "", "429", Outcome.LATE),
                posted("hook-hang", "hang", "", "did not answer within", Outcome.LATE),
                posted("hook-cut", "cut", "", "connection", Outcome.LATE),
                posted("hook-taken", "taken", "", "connection", Outcome.TWICE),
                posted("hook-400", "400", FALLBACK, "400", Outcome.ELSEWHERE));
    }

    private static String mail(String servers, String more) {
        return "mail: {to: watcher@localhost, servers: [" + servers + "]}" + more;
    }

    private static Way straight(String name, int port, String more, String fault, Outcome outcome) {
        return new Way(
                name,
                mail("{host: 127.0.0.1, port: " + port + "}", more),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                fault,
                outcome);
    }

    private static Way relayed(String name, int port, String ill, String well, String more, String fault) {
        return new Way(
                name,
                mail("{host: 127.0.0.1, port: " + port + more + "}", ""),
                Optional.of(ill),
                Optional.of(well),
                Optional.of(port),
                fault,
                Outcome.LATE);
    }

    private static Way posted(String name, String answer, String more, String fault, Outcome outcome) {
        return new Way(
                name,
                "webhook: \"http://127.0.0.1:8099/" + name + "\"" + more,
                Optional.of(answer),
                Optional.empty(),
                Optional.empty(),
                fault,
                outcome);
    }

    private Way twice() {
        return new Way(name, channel, ill, well, relay, fault, Outcome.TWICE);
    }

    /** Its line among the receivers of a spec. */
    String line() {
        return "  " + name + ": {" + channel + ", budget: 1000 per 1min}\n";
    }

    /** Whether a message that is sent while it is ill has to wait. */
    boolean waits() {
        return outcome == Outcome.LATE || outcome == Outcome.TWICE;
    }
}
