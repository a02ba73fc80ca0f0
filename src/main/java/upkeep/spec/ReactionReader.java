package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId.Role;

/** Reads what is done when a check fails: a word, and the unit it is for where that is not the check's own. */
final class ReactionReader {

    private static final List<String> WORDS = List.of("alert", "restart", "start", "reload", "hold");
    private static final List<String> LATER = List.of("stop", "exec");

    private final Fields fields;
    private final Report report;
    private final Optional<Role> role;

    /** A reader for a probe in a role, or for a check on its own. */
    ReactionReader(Fields fields, Optional<Role> role) {
        this.fields = fields;
        this.report = fields.report();
        this.role = role;
    }

    List<Reaction> read() {
        if (!fields.has("otherwise")) {
            boolean restarts = role.isPresent() && role.get() != Role.READINESS;
            fields.note("otherwise", restarts ? "restart" : "alert");
            return List.of(restarts ? new Reaction.Restart(Optional.empty()) : new Reaction.Alert());
        }
        List<Reaction> reactions = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (Node node : fields.nodes("otherwise")) {
            fields.scalar("otherwise", node, Kinds.LINE).ifPresent(text -> {
                reaction(text, node).ifPresent(reactions::add);
                shown.add(text);
            });
        }
        if (fields.nodes("otherwise").isEmpty()) {
            report.error(
                    fields.at("otherwise"),
                    "cannot use an empty otherwise: a check that fails must have a consequence",
                    "write alert");
        }
        fields.note("otherwise", String.join(", ", shown));
        return reactions;
    }

    private Optional<Reaction> reaction(String text, Node node) {
        String[] parts = text.split(" +", 2);
        String word = parts[0];
        if (LATER.contains(word)) {
            report.error(
                    node.position(), "cannot use the action " + word + " yet: this version of upkeep does not do it");
            return Optional.empty();
        }
        if (!WORDS.contains(word)) {
            report.error(
                    node.position(),
                    "cannot use the action " + Quoted.text(word) + ": there is no such action",
                    Nearest.to(word, WORDS)
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse("write alert, restart, start, reload or hold"));
            return Optional.empty();
        }
        Optional<UnitName> unit = Optional.empty();
        if (parts.length > 1) {
            if (word.equals("alert")) {
                report.error(node.position(), "cannot use alert with a unit: it is about the check", "write alert");
                return Optional.empty();
            }
            unit = fields.scalar("otherwise", new Node.Scalar(node.position(), parts[1], true), Kinds.UNIT);
            if (unit.isEmpty()) {
                return Optional.empty();
            }
        } else if (role.isEmpty() && !word.equals("alert")) {
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
            case "reload" -> new Reaction.Reload(unit);
            case "hold" -> new Reaction.Hold(unit);
            default -> new Reaction.Alert();
        };
    }
}
