package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upkeep.base.SourcePos;

/** Makes one draft of all files: maps merge, lists append, and what has a single value is said once. */
final class Merge {

    private final Report report;

    Merge(Report report) {
        this.report = report;
    }

    Node.Mapping all(List<Node.Mapping> files) {
        Node.Mapping draft = new Node.Mapping(SourcePos.NONE, Map.of());
        for (Node.Mapping file : files) {
            draft = maps(draft, file);
        }
        return draft;
    }

    private Node.Mapping maps(Node.Mapping first, Node.Mapping second) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>(first.entries());
        for (Node.Entry entry : second.entries().values()) {
            Node.Entry earlier = entries.get(entry.key());
            entries.put(entry.key(), earlier == null ? entry : both(earlier, entry));
        }
        return new Node.Mapping(first.position(), entries);
    }

    private Node.Entry both(Node.Entry earlier, Node.Entry later) {
        return switch (earlier.value()) {
            case Node.Mapping a
            when later.value() instanceof Node.Mapping b ->
                new Node.Entry(earlier.key(), earlier.keyPosition(), maps(a, b));
            case Node.Sequence a
            when later.value() instanceof Node.Sequence b -> {
                List<Node> items = new ArrayList<>(a.items());
                items.addAll(b.items());
                yield new Node.Entry(earlier.key(), earlier.keyPosition(), new Node.Sequence(a.position(), items));
            }
            // "services:" with nothing below it is a map without entries.
            case Node.Scalar a when a.isAbsent() -> later;
            case Node.Mapping _, Node.Sequence _, Node.Scalar _ -> {
                if (!(later.value() instanceof Node.Scalar b && b.isAbsent())) {
                    report.error(
                            later.keyPosition(),
                            "cannot set " + Quoted.text(later.key()) + " twice: it is already set at "
                                    + earlier.keyPosition(),
                            "maps of several files merge and lists append, but a single value is said once");
                }
                yield earlier;
            }
        };
    }
}
