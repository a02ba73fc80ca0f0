package upkeep.render;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.Digest;
import upkeep.base.SourcePos;

/**
 * The comment each generated file begins with: from which spec it was made, and a digest of everything below it, so that
 * an edit by hand shows without any record of ours.
 */
public final class GeneratedHeader {

    private static final Pattern DIGEST =
            Pattern.compile("\\A(?:[#/]+ [^\n]*\n)*?[#/]+ sha256:([0-9a-f]{64})[^\n]*\n(?:[#/]+ [^\n]*\n)*\n");

    private GeneratedHeader() {}

    /**
     * Whether {@code content} is as upkeep generated it: nothing if it has no header of ours, else whether the part
     * below the header still has the digest named there.
     */
    public static Optional<Boolean> isIntact(String content) {
        Matcher matcher = DIGEST.matcher(content);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String body = content.substring(matcher.end());
        return Optional.of(Digest.of(body).hex().equals(matcher.group(1)));
    }

    /** The same without the header, if it has one. */
    public static String strip(String content) {
        Matcher matcher = DIGEST.matcher(content);
        return matcher.find() ? content.substring(matcher.end()) : content;
    }

    static String prepend(Templates templates, String comment, String origin, String body) {
        Map<String, Object> model = Map.of(
                "comment",
                UnitMarkup.finished(comment),
                "origin",
                UnitMarkup.finished(printable(origin)),
                "digest",
                Digest.of(body).hex());
        return templates.process("header.ftl", model) + body;
    }

    static String origin(SourcePos position) {
        return position.line() == 0 ? "the specs" : position.file() + ":" + position.line();
    }

    /** File names may hold anything, a line break too; in a comment only letters, digits and a few marks stay. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(500).forEach(c -> {
            if (Character.isLetterOrDigit(c) || (c < 0x7f && " _./:@+,=-()".indexOf(c) >= 0)) {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format("\\u{%x}", c));
            }
        });
        return printable.toString();
    }
}
