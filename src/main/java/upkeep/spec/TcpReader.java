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

    private final TargetContext context;
    private final Report report;

    TcpReader(TargetContext context) {
        this.context = context;
        this.report = context.report();
    }

    Optional<Target> read() {
        boolean isPath = context.shortText(SocketKeys.TCP).startsWith("/");
        Fields tcp = context.fields(SocketKeys.TCP, isPath ? EndpointKeys.SOCKET : SocketKeys.PORT);
        boolean portIsKnown = tcp.has(SocketKeys.PORT)
                || tcp.has(EndpointKeys.SOCKET)
                || context.port().isPresent();
        if (!portIsKnown && tcp.lacks(SocketKeys.PORT) && tcp.lacks(EndpointKeys.SOCKET)) {
            report.error(tcp.position(), "cannot connect by tcp: port is missing", "write tcp: 5432, say");
        }
        Optional<Endpoint> endpoint = new EndpointReader(tcp, context.port(), 1).read();
        Optional<TlsOptions> tls = new TlsReader(tcp, List.of(TlsOptions.Start.AT_ONCE)).read();
        List<Turn> dialogue = dialogue(tcp);
        return endpoint.map(it -> new TcpTarget(it, tls, dialogue));
    }

    private List<Turn> dialogue(Fields tcp) {
        List<Turn> dialogue = new ArrayList<>();
        List<Node> nodes = tcp.nodes(SocketKeys.DIALOGUE);
        if (tcp.has(SocketKeys.DIALOGUE) && (nodes.isEmpty() || nodes.size() > MOST_TURNS)) {
            report.error(
                    tcp.at(SocketKeys.DIALOGUE),
                    "cannot use a dialogue of " + nodes.size() + " turns: it has from 1 to " + MOST_TURNS,
                    "write [{expect: \"^220 \"}], say");
        }
        for (Node node : nodes) {
            Fields turn =
                    Fields.of(new Node.Entry("dialogue", node.position(), node), SocketKeys.TURN, report, noted());
            turn(turn).ifPresent(dialogue::add);
        }
        if (tcp.has(SocketKeys.DIALOGUE)) {
            tcp.note(SocketKeys.DIALOGUE, nodes.size() + " turns");
        }
        return dialogue;
    }

    /** The keys of a turn have no name of their own that could be shown. */
    private static List<Service.Setting> noted() {
        return new ArrayList<>();
    }

    private Optional<Turn> turn(Fields turn) {
        boolean sends = turn.has(SocketKeys.SEND);
        if (sends == turn.has(SocketKeys.EXPECT) && turn.lacks(SocketKeys.SEND) == turn.lacks(SocketKeys.EXPECT)) {
            report.error(
                    turn.position(),
                    "cannot use this turn: it has " + (sends ? "both" : "neither") + " of send and expect",
                    "write {send: TEXT} or {expect: PATTERN}");
            return Optional.empty();
        }
        for (Key<?> key : List.of(SocketKeys.UNTIL, SocketKeys.LENGTH)) {
            if (sends && turn.has(key)) {
                report.error(turn.at(key), "cannot use " + key.name() + " with send: it says where an answer ends");
            }
        }
        if (turn.has(SocketKeys.UNTIL) && turn.has(SocketKeys.LENGTH)) {
            report.error(turn.at(SocketKeys.LENGTH), "cannot use until and length together: an answer ends in one way");
        }
        if (sends) {
            return turn.read(SocketKeys.SEND).map(Turn.Send::new);
        }
        Optional<Turn.End> length = turn.read(SocketKeys.LENGTH).map(Turn.End.Length::new);
        Turn.End until = new Turn.End.Until(turn.get(SocketKeys.UNTIL));
        return turn.read(SocketKeys.EXPECT).map(pattern -> new Turn.Expect(pattern, length.orElse(until)));
    }
}
