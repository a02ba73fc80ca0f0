package upkeep.probe.http;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Conversations;
import upkeep.target.HttpCall;
import upkeep.target.HttpVersion;
import upkeep.target.StatusRange;

/** Asks web servers for pages, each over a new connection, and goes on where they point to, if that is wanted. */
public final class HttpPages {

    /** As TLS calls it (ALPN). */
    private static final String HTTP_2 = "h2";

    private final Conversations conversations;
    private final String userAgent;
    private final Secrets secrets;

    public HttpPages(Conversations conversations, String userAgent, Secrets secrets) {
        this.conversations = conversations;
        this.userAgent = userAgent;
        this.secrets = secrets;
    }

    /** Reads and judges an answer whose status is right; the answer is what was found, as half a sentence. */
    @FunctionalInterface
    interface Judge {
        String found(HttpHead answer, HttpExchange exchange, Channel channel) throws Stop;
    }

    /** An answer with another status fails. Of several requests, what is measured is that of the last. */
    String ask(HttpCall first, List<StatusRange> status, Deadline deadline, Findings findings, Judge judge)
            throws Stop {
        Set<String> seen = new HashSet<>();
        Visit visit = new Visit(first, first.redirects());
        while (true) {
            Visit now = visit;
            seen.add(now.call().method() + " " + now.call().url());
            HttpRequest request = HttpRequest.of(now.call(), userAgent, secrets);
            Hop hop = new Hop(now, request, seen, status, judge);
            String found = conversations.hold(
                    request.endpoint(now.call()),
                    request.tls() ? Optional.of(now.call().tls()) : Optional.empty(),
                    offered(now.call().version()),
                    deadline,
                    findings,
                    hop::found);
            if (hop.next.isEmpty()) {
                return found;
            }
            visit = hop.next.get();
            String to = visit.call().text();
            findings.steps().add(() -> "redirected to " + Words.printable(to, 200));
        }
    }

    /** HTTP/1.1 is offered to who must speak HTTP/2 as well, since a refusal would not tell what is wrong. */
    private static List<String> offered(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 ? List.of() : List.of(HTTP_2, "http/1.1");
    }

    /** A request, and how many redirections may follow it. */
    private record Visit(HttpCall call, int left) {}

    /** One request on the way. */
    private static final class Hop {
        private final Visit visit;
        private final HttpRequest request;
        private final Set<String> seen;
        private final List<StatusRange> status;
        private final Judge judge;
        private Optional<Visit> next = Optional.empty();

        Hop(Visit visit, HttpRequest request, Set<String> seen, List<StatusRange> status, Judge judge) {
            this.visit = visit;
            this.request = request;
            this.seen = seen;
            this.status = status;
            this.judge = judge;
        }

        String found(Channel channel) throws Stop {
            HttpExchange exchange = new HttpExchange(request, channel, framing(channel));
            HttpHead answer = exchange.ask();
            if (status.stream().anyMatch(range -> range.contains(answer.status()))) {
                return judge.found(answer, exchange, channel);
            }
            Optional<String> location = Redirect.location(answer);
            String where = "";
            if (location.isPresent()) {
                Redirect redirect = Redirect.of(visit.call(), answer.status(), location.get(), visit.left(), seen);
                if (redirect instanceof Redirect.Followed followed) {
                    next = Optional.of(new Visit(followed.call(), visit.left() - 1));
                    return "answered " + answer.statusText();
                }
                where = " (to " + Words.printable(location.get(), 200) + ", not followed"
                        + (redirect instanceof Redirect.Refused refused ? refused.why() : "") + ")";
            }
            String wanted = status.stream().map(StatusRange::toString).collect(Collectors.joining(" or "));
            throw channel.sick(FailureKind.STATUS, "answered " + answer.statusText() + where + ", wanted " + wanted);
        }

        private HttpFraming framing(Channel channel) throws Stop {
            String chosen = channel.applicationProtocol();
            return switch (visit.call().version()) {
                case HTTP_1_1 -> new Http1Framing(channel);
                case AUTO -> chosen.equals(HTTP_2) ? new Http2Framing(channel) : new Http1Framing(channel);
                case HTTP_2 -> {
                    if (request.tls() && !chosen.equals(HTTP_2)) {
                        throw channel.sick(
                                FailureKind.PROTOCOL,
                                "does not choose HTTP/2 over TLS, but "
                                        + (chosen.isEmpty() ? "nothing" : Words.printable(chosen, 60)));
                    }
                    yield new Http2Framing(channel);
                }
            };
        }
    }
}
