package upkeep.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import upkeep.spec.Execution;
import upkeep.spec.Rotation;
import upkeep.spec.Service;

/** The snippet for logrotate(8) of one service that logs to files. */
final class Rotations {

    private static final String ROOT = "root";

    private Rotations() {}

    static String body(Templates templates, Service service, Rotation rotation) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("held", paths(rotation.held()));
        model.put("own", paths(rotation.own()));
        model.put("every", rotation.every().name().toLowerCase(Locale.ROOT));
        model.put(
                "size", rotation.size().map(size -> Long.toString(size.bytes())).orElse(""));
        model.put("keep", Integer.toString(rotation.keep()));
        model.put("compress", rotation.compress() ? "compress" : "nocompress");
        model.put("delay", rotation.compress() && rotation.delayCompress() ? "delaycompress" : "nodelaycompress");
        model.put("mode", rotation.mode());
        model.put("owner", service.execution().map(Rotations::owner).orElse(""));
        model.put("unit", service.unit().text());
        String body = templates.process("logrotate.ftl", model);
        check(body, rotation);
        return body;
    }

    /** Whose the new file is, and as whom logrotate works in a folder that is not root's; empty if that is not known. */
    private static String owner(Execution execution) {
        return switch (execution.identity()) {
            case Execution.Identity.Named named when named.user().equals(ROOT) -> "";
            case Execution.Identity.Named named ->
                named.user() + " " + named.group().orElse(named.user());
            case Execution.Identity.Dynamic _ -> "";
        };
    }

    private static List<Object> paths(List<String> paths) {
        List<Object> quoted = new ArrayList<>();
        paths.forEach(path -> quoted.add(UnitMarkup.finished("\"" + path + "\"")));
        return quoted;
    }

    /** No path may have become anything else than one line with a path. */
    private static void check(String body, Rotation rotation) {
        List<String> wanted = new ArrayList<>();
        rotation.held().forEach(path -> wanted.add("\"" + path + "\""));
        rotation.own().forEach(path -> wanted.add("\"" + path + "\""));
        List<String> found = body.lines().filter(line -> line.startsWith("\"")).toList();
        if (!found.equals(wanted)) {
            throw new IllegalStateException("rendered logrotate snippet has other files than were asked for: " + found);
        }
    }
}
