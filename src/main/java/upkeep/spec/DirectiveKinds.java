package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;

/** Kinds of values that directives of systemd take, by the table of directives. */
final class DirectiveKinds {

    /** A percentage is the one thing in which a percent sign begins no specifier. */
    private static final Pattern PERCENTAGE = Pattern.compile("[0-9.]+%");

    /** A mode as chmod(1) writes it in octal; a text, so that no YAML reader makes another number of it. */
    static final Kind<String> MODE = Kind.text(
                    text -> text.matches("0?[0-7]{3}|[0-7]{4}")
                            ? Optional.empty()
                            : Optional.of("it is not a mode in octal"),
                    "write three or four octal digits in quotes, such as \"0750\"")
            .called("mode")
            .matching("^[0-7]{3,4}$");

    private DirectiveKinds() {}

    /** What systemd takes for a directive of [Service]; {@code pattern} is found in every such text. */
    static Kind<String> of(String directive, String name, String pattern) {
        return of(DirectiveKey.SERVICE, directive, name, pattern);
    }

    static Kind<String> of(String section, String directive, String name, String pattern) {
        KnownDirective known = known(section, directive);
        return new Kind<>(
                text -> fault(known, text).isPresent() ? Optional.empty() : Optional.of(text),
                text -> fault(known, text).map(KnownDirective.Fault::why).orElse("it is not valid"),
                text -> fault(known, text).map(KnownDirective.Fault::hint).orElse("see systemd.directives(7)"),
                text -> text,
                new Shape.Text(name, name + "s", pattern));
    }

    /** One of the words that a directive of [Service] takes. */
    static Kind<String> words(String directive) {
        return Kinds.oneOf(known(DirectiveKey.SERVICE, directive).words());
    }

    /** The same words, but for some. */
    static Kind<String> wordsBut(String directive, List<String> without) {
        return Kinds.oneOf(known(DirectiveKey.SERVICE, directive).words().stream()
                .filter(word -> !without.contains(word))
                .toList());
    }

    private static KnownDirective known(String section, String directive) {
        return Directives.find(section, directive)
                .orElseThrow(() -> new IllegalStateException("no systemd knows " + directive));
    }

    private static Optional<KnownDirective.Fault> fault(KnownDirective known, String text) {
        if (text.isEmpty()) {
            return Optional.of(new KnownDirective.Fault("it is empty", "leave it out for systemd's default"));
        }
        Optional<String> fault = Kinds.LINE.parse().apply(text).isPresent()
                ? Optional.empty()
                : Optional.of(Kinds.LINE.why().apply(text));
        if (fault.isEmpty() && text.contains("%") && !PERCENTAGE.matcher(text).matches()) {
            fault = Optional.of("a percent sign stands only behind a number here");
        }
        return fault.map(why -> new KnownDirective.Fault(why, "specifiers of systemd go under unit:"))
                .or(() -> known.fault(text));
    }
}
