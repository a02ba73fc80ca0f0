package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;

/**
 * Reads what is done when a check fails or a rule holds: a word, with the unit it is for where that is not the subject's
 * own; or a program. One reader serves all that is said of one subject, since it numbers the programs.
 */
final class ReactionReader {

    private static final List<String> WORDS = List.of("alert", "restart", "start", "stop", "reload", "hold");
    private static final String ALL_WORDS = "write alert, restart, start, stop, reload, hold, or {exec: …}";

    private final Report report;
    private final String subject;
    private final boolean hasUnit;
    private final Placeholders placeholders;
    private int programs;

    /** A reader for a service, for a probe of one, or for a check on its own, which has no unit that could be meant. */
    ReactionReader(Report report, String subject, boolean hasUnit, Placeholders placeholders) {
        this.report = report;
        this.subject = subject;
        this.hasUnit = hasUnit;
        this.placeholders = placeholders;
    }

    /** The reactions under a key that is there. */
    List<Reaction> read(Fields fields, Key<Form.Items<Form.Brief>> key) {
        List<Reaction> reactions = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (Node node : fields.nodes(key)) {
            Optional<Reaction> reaction =
                    node instanceof Node.Mapping mapping ? program(key.name(), mapping) : word(fields, key, node);
            reaction.ifPresent(reactions::add);
            reaction.map(ReactionReader::show).ifPresent(shown::add);
        }
        if (fields.nodes(key).isEmpty()) {
            report.error(
                    fields.at(key),
                    "cannot use an empty " + key.name() + ": "
                            + (key.name().equals(RuleKeys.THEN.name()) ? "a rule" : "a check that fails")
                            + " must have a consequence",
                    "write alert");
        }
        fields.note(key, String.join(", ", shown));
        return reactions;
    }

    private Optional<Reaction> word(Fields fields, Key<?> key, Node node) {
        Optional<String> text =
                fields.scalar(key.name(), node, RuleKeys.ACTION.form().kind());
        return text.isPresent() ? word(fields, key, text.get(), node) : Optional.empty();
    }

    private Optional<Reaction> word(Fields fields, Key<?> key, String text, Node node) {
        String[] parts = text.split(" +", 2);
        String word = parts[0];
        if (!WORDS.contains(word)) {
            report.error(
                    node.position(),
                    "cannot use the action " + Quoted.text(word) + ": there is no such action",
                    Nearest.to(word, WORDS)
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse(word.equals("exec") ? "write {exec: [/path/of/program], user: NAME}" : ALL_WORDS));
            return Optional.empty();
        }
        Optional<UnitName> unit = Optional.empty();
        if (parts.length > 1) {
            if (word.equals("alert")) {
                report.error(
                        node.position(), "cannot use alert with a unit: it is about what was found", "write alert");
                return Optional.empty();
            }
            unit = fields.scalar(key.name(), Node.Scalar.part(node, parts[1]), Kinds.UNIT);
            if (unit.isEmpty()) {
                return Optional.empty();
            }
        } else if (!hasUnit && !word.equals("alert")) {
            report.error(
                    node.position(),
                    "cannot " + word + " for a check on its own: it is not said which unit",
                    "write " + word + " NAME.service");
            return Optional.empty();
        }
        return Optional.of(of(word, unit));
    }

    private static Reaction of(String word, Optional<UnitName> unit) {
        return switch (word) {
            case "restart" -> new Reaction.Restart(unit);
            case "start" -> new Reaction.Start(unit);
            case "stop" -> new Reaction.Stop(unit);
            case "reload" -> new Reaction.Reload(unit);
            case "hold" -> new Reaction.Hold(unit);
            default -> new Reaction.Alert();
        };
    }

    private Optional<Reaction> program(String key, Node.Mapping node) {
        if (node.entries().keySet().stream().anyMatch(WORDS::contains)) {
            report.error(
                    node.position(),
                    "cannot read " + Quoted.name(key) + ": an action with a unit is a text, not a map",
                    "write such as restart NAME.service");
            return Optional.empty();
        }
        // Numbered even if it is wrong, so that the next one keeps its name when this one is mended.
        programs++;
        Fields fields =
                Fields.of(new Node.Entry(key, node.position(), node), RuleKeys.PROGRAM, report, new ArrayList<>());
        if (fields.lacks(RuleKeys.EXEC)) {
            report.error(node.position(), "cannot run anything here: it is not said what", "write exec: [/path, …]");
        }
        Optional<UnitName> unit = UnitName.parse("upkeep-run-" + Names.inUnit(subject) + "-" + programs + ".service");
        return new ProgramUnitReader(report, placeholders)
                .read(fields, node.position(), unit, ProgramUnit.Use.ACTION)
                .map(Reaction.Exec::new);
    }

    private static String show(Reaction reaction) {
        return switch (reaction) {
            case Reaction.Alert _ -> "alert";
            case Reaction.Restart restart -> show("restart", restart.unit());
            case Reaction.Start start -> show("start", start.unit());
            case Reaction.Stop stop -> show("stop", stop.unit());
            case Reaction.Reload reload -> show("reload", reload.unit());
            case Reaction.Hold hold -> show("hold", hold.unit());
            case Reaction.Exec exec ->
                "exec " + exec.program().command().getFirst() + " as "
                        + exec.program().user();
        };
    }

    private static String show(String word, Optional<UnitName> unit) {
        return word + unit.map(name -> " " + name).orElse("");
    }
}
