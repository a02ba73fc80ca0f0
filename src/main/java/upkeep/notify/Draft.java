package upkeep.notify;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.alert.Message.Line;
import upkeep.notify.Templates.Format;

/** The texts of one notice for one channel. For one thread. */
final class Draft {

    /** What all chat services take, in octets of UTF-8: ntfy 4096, Slack 3000 characters, Telegram 4096. */
    private static final int LARGEST_BRIEF = 2_800;

    private final Templates templates;
    private final Notice notice;
    private final Model model;
    private final List<String> remarks = new ArrayList<>();

    Draft(Templates templates, Notice notice, ZoneId zone) {
        this.templates = templates;
        this.notice = notice;
        this.model = new Model(notice, zone);
    }

    /** The parts of a mail. The text comes last, as it has what is to be said of the templates of the others. */
    record Mail(String subject, String html, String text) {}

    Mail mail() {
        Map<String, Object> whole = model.whole();
        String subject =
                Clear.line(templates.text("mail-subject", Format.TEXT, whole, remarks), 2 * Wording.LONGEST_TITLE);
        String html = templates.text("mail-html", Format.HTML, whole, remarks);
        String text = Columns.wrap(templates.text("mail-text", Format.TEXT, whole, remarks));
        return new Mail(subject, html, text);
    }

    /** JSON with the names of the whole, those of {@code more}, and {@code brief}. */
    String json(String name, String builtIn, Map<String, ?> more) {
        return templates.text(name, builtIn, Format.JSON, with(more), remarks);
    }

    /** As {@link #json(String, String, Map)}, for one line. */
    String json(String name, Line line, Map<String, ?> more) {
        Map<String, Object> whole = with(more);
        whole.put("line", model.line(line));
        return templates.text(name, name, Format.JSON, whole, remarks);
    }

    /** What a program gets: the text that a template of that name makes, or {@code exec}. */
    String program(Optional<String> name) {
        return templates.text(name.orElse("exec"), "exec", Format.TEXT, with(Map.of()), remarks);
    }

    /** What a program gets in its environment. */
    Map<String, String> variables(ZoneId zone) {
        return ProgramVariables.of(notice, model, zone);
    }

    /** One line of text for the whole. */
    String text(String name) {
        return text(name, model.whole());
    }

    /** One line of text for one line. */
    String text(String name, Line line) {
        Map<String, Object> whole = new HashMap<>(model.whole());
        whole.put("line", model.line(line));
        return text(name, whole);
    }

    private String text(String name, Map<String, Object> whole) {
        return Clear.line(templates.text(name, Format.TEXT, whole, remarks), LARGEST_BRIEF);
    }

    private Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> whole = new HashMap<>(model.whole());
        String brief = templates.text("brief", Format.TEXT, whole, remarks).strip();
        whole.put("brief", Clear.within(brief.isEmpty() ? String.valueOf(whole.get("title")) : brief, LARGEST_BRIEF));
        whole.putAll(more);
        return whole;
    }

    Notice notice() {
        return notice;
    }
}
