package upkeep.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upkeep.unit.UnitFile;

/** Renders the directives of one unit or drop-in and reads them back. */
final class UnitText {

    private static final List<String> SECTIONS =
            List.of("Unit", "Socket", "Timer", "Path", "Slice", "Mount", "Automount", "Swap", "Service", "Install");

    /** The finished file, and what is in it. */
    record Result(String content, UnitFile file) {}

    private UnitText() {}

    static Result of(Templates templates, String template, String path, String origin, List<Asked> asked) {
        String body = templates.process(template, model(asked));
        String content = GeneratedHeader.prepend(templates, "#", origin, body);
        return new Result(content, ParseBack.check(path, content, asked));
    }

    /** For each section its own directives by key, and the lists of those that keys stand for, and of those passed through. */
    private static Map<String, Object> model(List<Asked> asked) {
        Map<String, Object> model = new LinkedHashMap<>();
        for (String section : SECTIONS) {
            Map<String, List<Object>> own = new LinkedHashMap<>();
            List<Map<String, Object>> set = new ArrayList<>();
            List<Map<String, Object>> passed = new ArrayList<>();
            for (Asked each : asked) {
                if (!each.section().equals(section)) {
                    continue;
                }
                if (each.isSet()) {
                    set.add(Map.of("key", each.key(), "value", value(each)));
                } else if (each.isPassedThrough()) {
                    passed.add(Map.of("key", each.key(), "value", value(each)));
                } else {
                    own.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(value(each));
                }
            }
            model.put(section, Map.of("own", own, "set", set, "passed", passed));
        }
        model.put("extensions", extensions(asked));
        return model;
    }

    /** Sections beyond those that systemd reads, each with what the user passes through. */
    private static List<Map<String, Object>> extensions(List<Asked> asked) {
        Map<String, List<Map<String, Object>>> passed = new LinkedHashMap<>();
        for (Asked each : asked) {
            if (!SECTIONS.contains(each.section())) {
                passed.computeIfAbsent(each.section(), section -> new ArrayList<>())
                        .add(Map.of("key", each.key(), "value", value(each)));
            }
        }
        List<Map<String, Object>> sections = new ArrayList<>();
        passed.forEach((name, directives) -> sections.add(Map.of("name", name, "passed", directives)));
        return sections;
    }

    /** A text goes to the template as it is, to be escaped there; all else was quoted or checked before. */
    private static Object value(Asked asked) {
        return switch (asked.meaning()) {
            case Asked.Meaning.Line line -> line.text();
            case Asked.Meaning.Words words -> UnitMarkup.finished(asked.written());
            case Asked.Meaning.CommandLine command -> UnitMarkup.finished(asked.written());
            case Asked.Meaning.FilledIn filled -> UnitMarkup.finished(asked.written());
            case Asked.Meaning.Verbatim verbatim -> UnitMarkup.finished(asked.written());
            case Asked.Meaning.PassedThrough passed -> UnitMarkup.finished(asked.written());
        };
    }
}
