package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** How pre-checks are run before there is a unit for them. */
class PreCheckRunTest {

    private static List<String> line(String preCheck) {
        String spec = """
                services:
                  web:
                    exec: [/usr/bin/web]
                    user: web
                    group: www
                    directory: /srv/web
                    environment: {A: "b c"}
                    environment-file: -/etc/default/web
                    pre-check: [%s]
                """.formatted(preCheck);
        Plan plan = Specs.load(List.of(new Source("web.yaml", spec))).value().orElseThrow();
        Service service = plan.named("web").getFirst();
        return PreCheckRun.line(service, service.rollout().preCheck().getFirst());
    }

    private static String command(String preCheck) {
        String start = "--property=ExecStart=";
        return line(preCheck).stream()
                .filter(argument -> argument.startsWith(start))
                .map(argument -> argument.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    @Test
    void itIsRunAsTheService() {
        List<String> line = line("/usr/bin/web --test");
        assertTrue(
                line.containsAll(List.of(
                        "--property=User=web",
                        "--property=Group=www",
                        "--working-directory=/srv/web",
                        "--setenv=A=b c",
                        "--property=EnvironmentFile=-/etc/default/web")),
                line::toString);
        assertEquals(List.of("--", "/usr/bin/true"), line.subList(line.size() - 2, line.size()));
    }

    @Test
    void itsArgumentsAreWhatTheyAre() {
        assertEquals("\"/usr/bin/web\" \"--test\"", command("/usr/bin/web --test"));
        assertEquals(
                "\"/usr/bin/a\" \"b \\\"c\\\"\" \"$$d %e \\\\f\" \"\"",
                command("{run: [/usr/bin/a, 'b \"c\"', '$d %e \\f', '']}"));
    }

    @Test
    void whatIsSaidOfHowItIsRunHolds() {
        assertEquals("-\"/usr/bin/a\"", command("{run: /usr/bin/a, ignore-failure: true}"));
        assertEquals("!\"/usr/bin/a\"", command("{run: /usr/bin/a, privileges: root}"));
        assertEquals("+\"/usr/bin/a\"", command("{run: /usr/bin/a, privileges: full}"));
        assertEquals("@\"/usr/bin/a\" \"called so\" \"b\"", command("{run: /usr/bin/a b, argv0: called so}"));
        assertEquals("\"/usr/bin/a\" \"$B\"", command("{run: [/usr/bin/a, $B], expand: true}"));
        assertEquals(
                "-@+\"/usr/bin/a\" \"x\"",
                command("{run: /usr/bin/a, argv0: x, privileges: full, ignore-failure: true}"));
        assertFalse(command("/usr/bin/a").isEmpty());
    }
}
