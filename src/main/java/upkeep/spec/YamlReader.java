package upkeep.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import upkeep.base.SourcePos;

/**
 * Reads one YAML file into a {@link Node.Mapping}. Of YAML only the plain part is taken: maps, lists and texts; no
 * anchors, aliases, tags, merge keys, second documents or tabs. Every limit on what a file may hold is here.
 */
final class YamlReader {

    static final int MAX_BYTES = 1 << 20;
    static final int MAX_NODES = 100_000;
    static final int MAX_DEPTH = 20;

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final Source source;
    private final String beginning;
    private final YamlText text;
    private final YAMLParser parser;
    private final Report report;
    private final List<int[]> values = new ArrayList<>();
    private int nodes;

    private YamlReader(Source source, String beginning, YamlText text, YAMLParser parser, Report report) {
        this.source = source;
        this.beginning = beginning;
        this.text = text;
        this.parser = parser;
        this.report = report;
    }

    /**
     * The map that the file is; an empty one for an empty file, and nothing if it could not be read to its end.
     *
     * @param beginning what the file can begin with, for who wrote no map
     */
    static Optional<Node.Mapping> read(Source source, String beginning, Report report) {
        SourcePos start = new SourcePos(source.name(), 1, 1);
        if (source.text().length() > MAX_BYTES || source.text().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            report.error(start, "cannot read the spec: it is larger than 1 MiB", "split it into several files");
            return Optional.empty();
        }
        Optional<YamlText> prepared = YamlText.of(source, report);
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        YamlText text = prepared.get();
        try (YAMLParser parser = FACTORY.createParser(text.forParser())) {
            return new YamlReader(source, beginning, text, parser, report).document();
        } catch (Unreadable unreadable) {
            report.error(unreadable.position, unreadable.message, unreadable.hint);
        } catch (IOException syntax) {
            report.add(describe(source, text, syntax));
        }
        return Optional.empty();
    }

    private Optional<Node.Mapping> document() throws IOException, Unreadable {
        if (parser.nextToken() == null) {
            return Optional.of(new Node.Mapping(new SourcePos(source.name(), 1, 1), Map.of()));
        }
        Node root = node(1);
        while (!parser.isClosed()) {
            if (parser.nextToken() != null) {
                throw new Unreadable(
                        here(), "cannot read a second document: a spec file holds one", "make it a file of its own");
            }
        }
        for (SourcePos tab : text.tabsOutside(values)) {
            report.error(tab, YamlSyntax.TAB, YamlSyntax.TAB_HINT);
        }
        return switch (root) {
            case Node.Mapping mapping -> Optional.of(mapping);
            case Node.Scalar scalar
            when scalar.isAbsent() -> Optional.of(new Node.Mapping(scalar.position(), Map.of()));
            case Node.Scalar _, Node.Sequence _ -> {
                report.error(
                        root.position(),
                        "cannot read the spec: it is " + root.kind() + ", but must be a map",
                        "begin with " + beginning);
                yield Optional.empty();
            }
        };
    }

    private Node node(int depth) throws IOException, Unreadable {
        if (++nodes > MAX_NODES) {
            throw new Unreadable(
                    here(), "cannot read the spec: it holds more than 100000 values", "split it into several files");
        }
        if (depth > MAX_DEPTH) {
            throw new Unreadable(
                    here(),
                    "cannot read the spec: it is nested deeper than " + MAX_DEPTH + " levels",
                    "no key needs that many");
        }
        refuseProperties();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(depth);
            case START_ARRAY -> sequence(depth);
            case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE -> throw new IllegalStateException("not a value");
            case VALUE_STRING -> scalar(text.restore(parser.getText()));
            // What looks like a number, a boolean or null stays as it was written; it is plain and on one line.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_EMBEDDED_OBJECT ->
                scalar(text.slice(offset(parser.currentTokenLocation()), offset(parser.currentLocation())));
        };
    }

    private Node.Mapping mapping(int depth) throws IOException, Unreadable {
        SourcePos position = here();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            SourcePos keyPosition = here();
            refuseProperties();
            String key = text.restore(parser.currentName());
            boolean quoted = isQuoted();
            rememberValue();
            parser.nextToken();
            if (key.equals("<<") && !quoted) {
                throw new Unreadable(
                        keyPosition, "cannot use the merge key <<: a spec says everything where it holds", NO_ANCHORS);
            }
            Node value = node(depth + 1);
            Node.Entry earlier = entries.putIfAbsent(key, new Node.Entry(key, keyPosition, value));
            if (earlier != null) {
                report.error(
                        keyPosition,
                        "cannot set " + Quoted.text(key) + " twice: it is already set at " + earlier.keyPosition());
            }
        }
        return new Node.Mapping(position, entries);
    }

    private Node.Sequence sequence(int depth) throws IOException, Unreadable {
        SourcePos position = here();
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Node.Sequence(position, items);
    }

    private Node.Scalar scalar(String value) {
        rememberValue();
        String written = text.slice(offset(parser.currentTokenLocation()), offset(parser.currentLocation()));
        return new Node.Scalar(here(), value, isQuoted(), written.equals(value) ? value : written);
    }

    private static final String NO_ANCHORS = "write the values out";

    /** The parser does not tell of every anchor and tag, but no plain text can begin with their signs. */
    private void refuseProperties() throws Unreadable {
        int start = offset(parser.currentTokenLocation());
        String kind = switch (text.at(start)) {
            case '&' -> "anchor";
            case '*' -> "alias";
            case '!' -> "tag";
            default -> "";
        };
        if (!kind.isEmpty()) {
            int end = start + 1;
            while (text.at(end) > ' ' && ",[]{}".indexOf(text.at(end)) < 0) {
                end++;
            }
            throw new Unreadable(
                    here(),
                    "cannot use the " + kind + " " + Quoted.text(text.slice(start, end))
                            + ": a spec has plain values only",
                    kind.equals("tag") ? "leave it out" : NO_ANCHORS);
        }
    }

    private boolean isQuoted() {
        return switch (text.at(offset(parser.currentTokenLocation()))) {
            case '"', '\'', '|', '>' -> offset(parser.currentTokenLocation()) < offset(parser.currentLocation());
            default -> false;
        };
    }

    private void rememberValue() {
        values.add(new int[] {offset(parser.currentTokenLocation()), offset(parser.currentLocation())});
    }

    private static int offset(JsonLocation location) {
        return Math.toIntExact(location.getCharOffset());
    }

    private SourcePos here() {
        JsonLocation location = parser.currentTokenLocation();
        return new SourcePos(source.name(), location.getLineNr(), location.getColumnNr());
    }

    private static upkeep.base.Problem describe(Source source, YamlText text, IOException syntax) {
        if (syntax.getCause() instanceof MarkedYAMLException marked) {
            return YamlSyntax.problem(
                    text,
                    place(source, marked.getContextMark()),
                    place(source, marked.getProblemMark()),
                    Optional.ofNullable(marked.getContext()).orElse(""),
                    Optional.ofNullable(marked.getProblem()).orElse(""));
        }
        SourcePos position = new SourcePos(source.name(), 1, 1);
        if (syntax instanceof com.fasterxml.jackson.core.JsonProcessingException located
                && located.getLocation() != null) {
            JsonLocation location = located.getLocation();
            position = new SourcePos(source.name(), location.getLineNr(), location.getColumnNr());
        }
        return upkeep.base.Problem.error(
                position, "cannot read the YAML: a key must be a single value", "quote a key that is not a word");
    }

    private static YamlSyntax.Place place(Source source, @Nullable Mark mark) {
        return mark == null
                ? YamlSyntax.Place.UNKNOWN
                : new YamlSyntax.Place(
                        new SourcePos(source.name(), mark.getLine() + 1, mark.getColumn() + 1), mark.getIndex());
    }

    /** The rest of the file means nothing any more. */
    private static final class Unreadable extends Exception {
        private final SourcePos position;
        private final String message;
        private final String hint;

        Unreadable(SourcePos position, String message, String hint) {
            super(message);
            this.position = position;
            this.message = message;
            this.hint = hint;
        }
    }
}
