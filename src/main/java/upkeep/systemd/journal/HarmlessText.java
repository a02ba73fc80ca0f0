package upkeep.systemd.journal;

import upkeep.base.Characters;

/** Text that others wrote, fit for a terminal and for one line. */
final class HarmlessText {

    static final int LIMIT = 300;

    private HarmlessText() {}

    /** At most {@value #LIMIT} characters; what controls a terminal, ends a line or reverses its direction becomes a dot. */
    static String of(String text) {
        StringBuilder harmless = new StringBuilder();
        int at = 0;
        while (at < text.length() && harmless.length() < LIMIT - 1) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            harmless.appendCodePoint(Characters.isVisible(character) ? character : '·');
        }
        if (at < text.length()) {
            harmless.setLength(Math.min(harmless.length(), LIMIT - 1));
            harmless.append('…');
        }
        return harmless.toString();
    }
}
