package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.Target;
import upkeep.target.TcpTarget;
import upkeep.target.TlsOptions;
import upkeep.target.Turn;

/** Reads which port a check connects to, {@code tcp: 5432} or {@code tcp: {host, port}}, and what is said there. */
final class TcpReader {

    private static final int MOST_TURNS = 64;

    private static final Kind<String> UNTIL = Octets.KIND
            .where(octets -> !octets.isEmpty(), "nothing ends with the empty text", "write until: \"\\r\\n\", say")
            .where(octets -> octets.length() <= 64, "it is longer than 64 bytes", "write a shorter one");
    private static final Kind<Integer> LENGTH = Kind.whole(1, Octets.MOST);

    private final TargetContext context;
    private final Fields check;
    private final Report report;

    TcpReader(TargetContext context) {
        this.context = context;
        this.check = context.check();
        this.report = context.report();
    }

    Optional<Target> read() {
        String key = context.shortText("tcp").startsWith("/") ? "socket" : "port";
        Fields tcp = context.isShort("tcp") ? check.only("tcp", key, Words.TCP) : check.map("tcp", Words.TCP);
        boolean portIsKnown =
                tcp.has("port") || tcp.has("socket") || context.port().isPresent();
        if (!portIsKnown && tcp.lacks("port") && tcp.lacks("socket")) {
            report.error(tcp.position(), "cannot connect by tcp: port is missing", "write tcp: 5432, say");
        }
        Optional<Endpoint> endpoint = new EndpointReader(tcp, context.port(), 1).read();
        Optional<TlsOptions> tls = new TlsReader(tcp, List.of(TlsOptions.Start.AT_ONCE)).read();
        List<Turn> dialogue = dialogue(tcp);
        return endpoint.map(it -> new TcpTarget(it, tls, dialogue));
    }

    private List<Turn> dialogue(Fields tcp) {
        List<Turn> dialogue = new ArrayList<>();
        List<Node> nodes = tcp.nodes("dialogue");
        if (tcp.has("dialogue") && (nodes.isEmpty() || nodes.size() > MOST_TURNS)) {
            report.error(
                    tcp.at("dialogue"),
                    "cannot use a dialogue of " + nodes.size() + " turns: it has from 1 to " + MOST_TURNS,
                    "write [{expect: \"^220 \"}], say");
        }
        for (Node node : nodes) {
            Fields turn = Fields.of(new Node.Entry("dialogue", node.position(), node), Words.TURN, report, noted());
            turn(turn).ifPresent(dialogue::add);
        }
        if (tcp.has("dialogue")) {
            tcp.note("dialogue", nodes.size() + " turns");
        }
        return dialogue;
    }

    /** The keys of a turn have no name of their own that could be shown. */
    private static List<Service.Setting> noted() {
        return new ArrayList<>();
    }

    private Optional<Turn> turn(Fields turn) {
        boolean sends = turn.has("send");
        if (sends == turn.has("expect") && turn.lacks("send") == turn.lacks("expect")) {
            report.error(
                    turn.position(),
                    "cannot use this turn: it has " + (sends ? "both" : "neither") + " of send and expect",
                    "write {send: TEXT} or {expect: PATTERN}");
            return Optional.empty();
        }
        for (String key : List.of("until", "length")) {
            if (sends && turn.has(key)) {
                report.error(turn.at(key), "cannot use " + key + " with send: it says where an answer ends");
            }
        }
        if (turn.has("until") && turn.has("length")) {
            report.error(turn.at("length"), "cannot use until and length together: an answer ends in one way");
        }
        if (sends) {
            return turn.read("send", Octets.KIND).map(Turn.Send::new);
        }
        Optional<Turn.End> length = turn.read("length", LENGTH).map(Turn.End.Length::new);
        Turn.End until = new Turn.End.Until(turn.read("until", UNTIL, Defaults.DIALOGUE_UNTIL));
        return turn.read("expect", OctetPattern.KIND).map(pattern -> new Turn.Expect(pattern, length.orElse(until)));
    }
}
