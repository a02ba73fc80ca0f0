package upkeep.spec;

import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** Says in words for people what the YAML parser says in words for parsers. */
final class YamlSyntax {

    static final String TAB = "cannot read the tab: YAML is indented with spaces";
    static final String TAB_HINT = "replace it by spaces; inside double quotes a tab is written \\t";

    private YamlSyntax() {}

    /** A place that the parser names; {@code offset} counts code points. */
    record Place(SourcePos position, int offset) {
        static final Place UNKNOWN = new Place(SourcePos.NONE, -1);
    }

    /**
     * The problem in words.
     *
     * @param context where the construct began, and {@code during} what it was
     * @param place where the parser gave up, and {@code why}
     */
    static Problem problem(YamlText text, Place context, Place place, String during, String why) {
        Place began = context.equals(Place.UNKNOWN) ? place : context;
        int tab = tabBefore(text, place.offset());
        if (tab >= 0) {
            SourcePos at = place.position();
            return Problem.error(
                    new SourcePos(at.file(), at.line(), at.column() - (place.offset() - tab)), TAB, TAB_HINT);
        }
        if (why.contains("could not find expected ':'")) {
            return error(began, "a \":\" is missing after the key", "write key: value");
        }
        if (why.contains("mapping values are not allowed")) {
            return error(place, "a \":\" cannot stand here", "quote a text that contains \": \"");
        }
        if (why.contains("cannot start any token")) {
            String character = Quoted.text(Character.toString(Math.max(text.at(place.offset()), ' ')));
            return error(place, "a value cannot begin with " + character, "quote it");
        }
        if (during.contains("quoted scalar") && why.contains("end of stream")) {
            return error(began, "the quoted text that begins here is never closed", "add the closing quote");
        }
        if (why.contains("unknown escape")) {
            return error(
                    place,
                    "no such escape in double quotes",
                    "write \\\\ for a backslash, or use single quotes, which know no escapes");
        }
        if (why.contains("expected ',' or ']'")) {
            return error(began, "the list that begins here is never closed", "end it with ]");
        }
        if (why.contains("expected ',' or '}'")) {
            return error(began, "the map that begins here is never closed", "end it with }");
        }
        if (why.contains("expected <block end>")) {
            return error(
                    place,
                    "this does not belong to what began at line "
                            + began.position().line(),
                    "indent what belongs together alike; quote a text that goes on after its closing quote");
        }
        if (during.contains("anchor") || during.contains("alias")) {
            return error(place, "anchors and aliases are not used in specs", "quote a text that begins with & or *");
        }
        String reason = why.isEmpty() ? during : why;
        return Problem.error(
                place.position(),
                "cannot read the YAML: " + reason.lines().findFirst().orElse("syntax"));
    }

    private static Problem error(Place place, String why, String hint) {
        return Problem.error(place.position(), "cannot read the YAML: " + why, hint);
    }

    /** The offset of a tab in the blanks at or before an offset, or -1. */
    private static int tabBefore(YamlText text, int offset) {
        for (int i = offset; i >= 0; i--) {
            int c = text.at(i);
            if (c == '\t') {
                return i;
            }
            if (c != ' ' && i != offset) {
                return -1;
            }
        }
        return -1;
    }
}
