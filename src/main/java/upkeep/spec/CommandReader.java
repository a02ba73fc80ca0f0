package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.spec.Execution.Command;

/** Reads commands: a list of arguments, or one text that {@link CommandLine} splits. */
final class CommandReader {

    private static final String SHELL = "/bin/sh";

    private final Report report;
    private final Placeholders placeholders;

    CommandReader(Report report, Placeholders placeholders) {
        this.report = report;
        this.placeholders = placeholders;
    }

    /** The command under {@code key}, or nothing if it is absent or wrong. */
    Optional<Command> read(Fields fields, Key<Form.Command> key) {
        Optional<Command> command = fields.entry(key).flatMap(entry -> command(fields, key, entry.value()));
        command.ifPresent(present -> fields.note(key, show(present)));
        return command;
    }

    /** The text under {@code key} as a command of a shell. */
    Optional<Command> readShell(Fields fields, Key<Form.Value<String>> key) {
        Optional<Command> command = fields.entry(key)
                .flatMap(entry -> fields.scalar(
                                key.name(), entry.value(), key.form().kind())
                        .map(text -> placeholders.fillShell(text, entry.value().position()))
                        .map(text -> new Command(List.of(SHELL, "-c", text))));
        command.ifPresent(present -> fields.note(key, show(present)));
        return command;
    }

    /** The command of a service under {@code key}: as it is run, or a map that says how. */
    Optional<Command> one(Fields fields, Key<Form.Brief> key) {
        Optional<Command> command = fields.entry(key).flatMap(entry -> command(key.name(), key, entry.value(), fields));
        command.ifPresent(present -> fields.note(key, show(present)));
        return command;
    }

    /** The command, or the commands, of a service under {@code key}; a list of texts is one command. */
    List<Command> oneOrMore(Fields fields, Key<Form.Items<Form.Brief>> key) {
        Optional<Node> value = fields.entry(key).map(Node.Entry::value);
        boolean isOne = value.filter(Node.Sequence.class::isInstance)
                .map(node -> ((Node.Sequence) node).items())
                .filter(items -> items.stream().allMatch(Node.Scalar.class::isInstance))
                .isPresent();
        List<Node> nodes = isOne ? value.stream().toList() : fields.nodes(key);
        return noted(fields, key, nodes).stream().map(Located::value).toList();
    }

    /** The commands under {@code key}; each item of a list is one. */
    List<Located<Command>> list(Fields fields, Key<Form.Items<Form.Brief>> key) {
        return noted(fields, key, fields.nodes(key));
    }

    private List<Located<Command>> noted(Fields fields, Key<Form.Items<Form.Brief>> key, List<Node> nodes) {
        List<Located<Command>> commands = new ArrayList<>();
        for (Node node : nodes) {
            command(key.name(), key, node, fields)
                    .ifPresent(command -> commands.add(new Located<>(command, node.position())));
        }
        if (fields.has(key)) {
            fields.note(
                    key,
                    String.join(
                            "; ",
                            commands.stream()
                                    .map(Located::value)
                                    .map(CommandReader::show)
                                    .toList()));
        }
        return commands;
    }

    private Optional<Command> command(String name, Key<?> key, Node node, Fields fields) {
        if (!(node instanceof Node.Mapping)) {
            return command(fields, key, node);
        }
        Fields map =
                Fields.of(new Node.Entry(name, node.position(), node), CommandKeys.COMMAND, report, new ArrayList<>());
        boolean ignoresFailure = map.get(CommandKeys.IGNORE_FAILURE);
        Execution.Privileges privileges = map.get(CommandKeys.PRIVILEGES);
        Optional<String> argv0 = map.read(CommandKeys.ARGV0);
        boolean expands = map.get(CommandKeys.EXPAND);
        if (map.lacks(CommandKeys.RUN)) {
            report.error(
                    node.position(),
                    "cannot run anything for " + Quoted.name(name) + ": run is missing",
                    "write run: [/path/of/program, argument]");
        }
        return map.entry(CommandKeys.RUN)
                .flatMap(entry -> command(map, key, entry.value()))
                .map(plain -> new Command(plain.arguments(), privileges, argv0, ignoresFailure, expands));
    }

    private Optional<Command> command(Fields fields, Key<?> key, Node node) {
        Optional<List<String>> arguments = arguments(fields, key, node);
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        List<String> filled = arguments.get().stream()
                .map(argument -> placeholders.fill(argument, node.position()))
                .toList();
        Optional<String> fault = filled.isEmpty() ? Optional.of("it is empty") : programFault(filled.getFirst());
        if (fault.isPresent()) {
            report.error(
                    programPosition(node),
                    (filled.isEmpty()
                                    ? "cannot run " + Quoted.name(key.name())
                                    : "cannot run " + Quoted.text(filled.getFirst()) + " for "
                                            + Quoted.name(key.name()))
                            + ": " + fault.get(),
                    key.name().equals(ExecutionKeys.BEFORE_START.name()) && node instanceof Node.Scalar
                            ? "before-start is a list of commands, such as [[/usr/bin/node, migrate.js]]"
                            : "begin with the whole path of the program, such as /usr/bin/node");
            return Optional.empty();
        }
        return Optional.of(new Command(filled));
    }

    private Optional<List<String>> arguments(Fields fields, Key<?> key, Node node) {
        switch (node) {
            case Node.Sequence sequence -> {
                List<String> arguments = new ArrayList<>();
                for (Node item : sequence.items()) {
                    fields.scalar(key.name(), item, Kinds.ANY_TEXT).ifPresent(arguments::add);
                }
                return arguments.size() == sequence.items().size() ? Optional.of(arguments) : Optional.empty();
            }
            case Node.Scalar _ -> {
                Optional<String> text = fields.scalar(key.name(), node, Kinds.ANY_TEXT);
                try {
                    return text.isPresent() ? Optional.of(CommandLine.split(text.get())) : Optional.empty();
                } catch (CommandLine.SplitException wrong) {
                    report.error(
                            node.position(),
                            "cannot split " + Quoted.name(key.name()) + ": " + wrong.why(),
                            wrong.hint());
                    return Optional.empty();
                }
            }
            case Node.Mapping _ -> {
                fields.wrongType(key.name(), node, "a list of arguments or a text");
                return Optional.empty();
            }
        }
    }

    private static upkeep.base.SourcePos programPosition(Node node) {
        return node instanceof Node.Sequence sequence && !sequence.items().isEmpty()
                ? sequence.items().getFirst().position()
                : node.position();
    }

    /** systemd refuses these in the path of a program, however they are quoted. */
    private static Optional<String> programFault(String program) {
        if (!program.startsWith("/")) {
            return Optional.of("it is not an absolute path");
        }
        boolean refused =
                program.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '"' || c == '\'' || c == '\\');
        return refused
                ? Optional.of("systemd allows no quotes, backslashes or control characters in a program's path")
                : Optional.empty();
    }

    private static String show(Command command) {
        List<String> manner = new ArrayList<>();
        if (command.privileges() != Execution.Privileges.SERVICE) {
            manner.add(" with privileges "
                    + CommandKeys.PRIVILEGES.form().kind().show().apply(command.privileges()));
        }
        command.argv0().ifPresent(name -> manner.add(" called " + Quoted.whole(name)));
        if (command.expands()) {
            manner.add(" expanded");
        }
        if (command.ignoresFailure()) {
            manner.add(" whether it fails or not");
        }
        return "["
                + String.join(
                        ", ", command.arguments().stream().map(Quoted::whole).toList())
                + "]" + String.join(",", manner);
    }
}
