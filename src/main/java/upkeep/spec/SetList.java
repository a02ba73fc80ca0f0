package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.spec.SetDirective.Content;

/** Collects the directives that the keys of one unit stand for. */
final class SetList {

    private final boolean adopted;
    private final Placeholders placeholders;
    private final CommandReader commands;
    private final List<SetDirective> directives = new ArrayList<>();
    private Optional<Rotation> rotation = Optional.empty();

    /**
     * @param adopted whether they are added to what a unit of somebody else says
     * @param placeholders what is filled in, in programs and addresses
     */
    SetList(boolean adopted, Report report, Placeholders placeholders) {
        this.adopted = adopted;
        this.placeholders = placeholders;
        this.commands = new CommandReader(report, placeholders);
    }

    List<SetDirective> all() {
        return List.copyOf(directives);
    }

    /** How log files are rotated, which is no directive. */
    Optional<Rotation> rotation() {
        return rotation;
    }

    void rotate(Rotation how) {
        rotation = Optional.of(how);
    }

    /** A text with what its placeholders stand for. */
    String filledIn(Located<String> text) {
        return placeholders.fill(text.value(), text.position());
    }

    /** The programs under {@code key}, each an assignment. */
    void programs(String directive, Fields fields, Key<Form.Items<Form.Brief>> key) {
        for (Located<Execution.Command> command : commands.list(fields, key)) {
            Content content = new Content.Program(command.value());
            add(DirectiveKey.SERVICE, directive, content, fields, key, command.position());
        }
    }

    void add(String section, String directive, Content content, Fields fields, Key<?> key) {
        add(section, directive, content, fields, key, fields.value(key));
    }

    void add(String section, String directive, Content content, Fields fields, Key<?> key, SourcePos position) {
        directives.add(new SetDirective(section, directive, content, fields.setting(key), position));
    }

    /** What the unit of somebody else says shall count no more: this says what it is, and adds nothing to it. */
    void beginAnew(String section, String directive, Fields fields, Key<?> key) {
        if (adopted) {
            add(section, directive, new Content.Word(""), fields, key);
        }
    }
}
