package upkeep.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upkeep.base.Problem;
import upkeep.spec.Directory;
import upkeep.spec.Plan;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;

/** The tmpfiles.d file that makes directories, and clears them of what is old; see tmpfiles.d(5). */
final class TemporaryFiles {

    private TemporaryFiles() {}

    /** The body of the file, which is empty if there is no directory; {@code problems} gets what it cannot say. */
    static String body(Templates templates, Plan plan, List<Problem> problems) {
        List<Map<String, Object>> lines = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (Directory directory : plan.directories().values()) {
            // It is unquoted as the words of unit files are, and has the same specifiers.
            switch (Quoting.word(directory.path())) {
                case Quoted.Refused refused ->
                    problems.add(Problem.error(
                            directory.position(),
                            "cannot write the directory " + directory.path() + ": " + refused.why()));
                case Quoted.Text path -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("path", UnitMarkup.finished(path.text()));
                    line.put("mode", directory.mode());
                    line.put("user", directory.user().orElse("-"));
                    line.put("group", directory.group().or(directory::user).orElse("-"));
                    line.put(
                            "age",
                            directory
                                    .age()
                                    .map(age -> age.toString().replace(" ", ""))
                                    .orElse("-"));
                    lines.add(line);
                    wanted.add("d " + path.text() + " " + line.get("mode") + " " + line.get("user") + " "
                            + line.get("group") + " " + line.get("age"));
                }
            }
        }
        if (lines.isEmpty()) {
            return "";
        }
        String body = templates.process("tmpfiles.ftl", Map.of("directories", lines));
        if (!body.lines().toList().equals(wanted)) {
            throw new IllegalStateException("rendered tmpfiles.d file has other lines than were asked for");
        }
        return body;
    }
}
