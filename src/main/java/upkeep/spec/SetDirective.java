package upkeep.spec;

import java.util.List;
import upkeep.base.SourcePos;

/**
 * A directive of systemd that a key of the spec stands for.
 *
 * @param section {@code Unit}, {@code Install}, or that of the unit's type
 * @param key the directive's name
 * @param setting the key of the spec, with those it stands under: {@code limits.io-weight}
 * @param position where its value is written; where the unit or map is described if nobody wrote one
 */
public record SetDirective(String section, String key, Content content, String setting, SourcePos position) {

    /** A value, as systemd shall understand it; escaping is the renderer's business. */
    public sealed interface Content {

        /** A word, a number, or several of them, that stand for themselves; empty to begin a list anew. */
        record Word(String text) implements Content {}

        /** The rest of the line. */
        record Line(String text) implements Content {}

        /** One word of a list, which may have blanks and quotes in it. */
        record Item(String text) implements Content {}

        /** A program that is run. */
        record Program(Execution.Command command) implements Content {}
    }

    /** The value, for people, and for telling since which systemd it is known. */
    public String text() {
        return switch (content) {
            case Content.Word word -> word.text();
            case Content.Line line -> line.text();
            case Content.Item item -> item.text();
            case Content.Program program -> String.join(" ", program.command().arguments());
        };
    }

    /** The programs of a list of directives. */
    public static List<Execution.Command> programs(List<SetDirective> directives) {
        return directives.stream()
                .map(SetDirective::content)
                .filter(Content.Program.class::isInstance)
                .map(content -> ((Content.Program) content).command())
                .toList();
    }
}
