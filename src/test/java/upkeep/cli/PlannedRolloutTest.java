package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of rollouts and pre-checks, on a root directory of its own. */
class PlannedRolloutTest {

    private static final String SPEC = """
            services:
              shop:
                exec: [/usr/bin/shop, VERSION]
                user: shop
                update: {verify: 1min, rollback: false}
              web:
                exec: [/usr/bin/web, VERSION, "${port}"]
                user: web
                after: [shop.service]
                port: 3001
                instances: 3
                start-timeout: 20s
                update: {max-unavailable: 2}
                pre-check: [/usr/bin/web --test, /usr/bin/true]
                proxy: {nginx: /etc/nginx/conf.d/web.conf}
                probes:
                  liveness: {tcp: {}}
                  readiness: {http: {path: /ready}}
              worker:
                exec: [/usr/bin/worker, VERSION]
                user: web
            """;

    private static final String CACHE = "  cache: {exec: [/usr/bin/cache], user: cache}\n";

    @TempDir
    private Path root;

    private RecordedCommand command;

    @BeforeEach
    void apply() throws IOException {
        command = new RecordedCommand(root);
        spec(SPEC);
        run("apply");
    }

    private void spec(String text) throws IOException {
        command.spec(text);
    }

    private String run(String verb, String... args) {
        return command.run(verb, args).out();
    }

    @Test
    void theFirstApplyStartsAllAtOnceOnceItsPreChecksSucceed() throws IOException {
        run("remove", "--all");
        Files.delete(root.resolve("var/lib/upkeep/manifest.json"));
        String plan = run("plan");
        assertFalse(plan.contains("roll out"), plan);
        assertTrue(plan.contains("first of all, by the pre-check of web@1, web@2, web@3: "), plan);
        assertTrue(plan.contains("in this order: shop.service, "), plan);
    }

    @Test
    void itSaysHowEachIsTakenAndWhatIsWaitedFor() throws IOException {
        spec(SPEC.replace("VERSION", "second") + CACHE);
        String plan = run("plan");
        assertTrue(plan.contains("""
                        first of all, by the pre-check of web@1, web@2, web@3: /usr/bin/web --test, then /usr/bin/true must succeed, or nothing is touched
                        start what is new: cache.service
                        roll out shop: shop.service
                          after it: must be active within 1min 30s, and stay so for 1min before the next step
                          on failure: all is left as it is by then; nothing else is applied
                        roll out web: web@1.service, web@2.service, web@3.service, 2 at a time
                          before each restart: nginx (/etc/nginx/conf.d/web.conf) is told to send nothing more; what is under way has 10s
                          after it: must be active and pass liveness, readiness within 20s, and stay so for 10s before the next step
                          on failure: what was restarted goes back to the version of before; nothing else is applied
                        then, once all have proven themselves: worker.service
                        """), plan);
        assertEquals(plan, run("apply", "--dry-run"));
        Files.move(root.resolve("var/lib/upkeep/generations"), root.resolve("var/lib/upkeep/unreadable"));
        command.callerIsRoot = false;
        assertEquals(plan, run("plan"), "whoever is not root goes by what is there");
        command.callerIsRoot = true;
        assertFalse(run("plan").contains("roll out"), "what is not kept cannot be gone back to");
    }

    @Test
    void theSameAsJson() throws IOException {
        spec(SPEC.replace("VERSION", "second") + CACHE);
        JsonNode json = new ObjectMapper().readTree(run("plan", "--json"));
        assertEquals(
                "[\"cache.service\",\"shop.service\",\"web@1.service\",\"web@2.service\",\"web@3.service\",\"worker.service\"]",
                json.get("order").toString());
        assertEquals(
                "{\"command\":\"/usr/bin/web --test, then /usr/bin/true\",\"services\":[\"web@1\",\"web@2\",\"web@3\"]}",
                json.get("pre-checks").get(0).toString());
        JsonNode web = json.get("rollouts").get(1);
        assertEquals("web", web.get("name").asText());
        assertEquals(2, web.get("max-unavailable").asInt());
        assertEquals("[\"liveness\",\"readiness\"]", web.get("probes").toString());
        assertTrue(web.get("rollback").asBoolean());
        assertEquals("1min", json.get("rollouts").get(0).get("verify").asText());
    }

    @Test
    void oneInstanceThatIsLeftIsTakenAlone() throws IOException {
        spec(SPEC.replace("VERSION", "second"));
        run("apply");
        assertEquals("nothing to do\n", run("plan"));
        spec(SPEC.replace("VERSION", "second").replace("verify: 1min", "verify: 5min"));
        String plan = run("plan");
        assertFalse(plan.contains("roll out"), plan);
    }

    @Test
    void aRollbackIsRolledOutAsWell() throws IOException {
        spec(SPEC.replace("VERSION", "second"));
        run("apply");
        String plan = run("rollback", "--dry-run");
        assertTrue(plan.contains("roll out web: web@1.service, web@2.service, web@3.service, 2 at a time\n"), plan);
    }

    @Test
    void withoutStartsNothingIsRolledOut() throws IOException {
        spec(SPEC.replace("VERSION", "second"));
        String plan = run("plan", "--no-start");
        assertFalse(plan.contains("roll out"), plan);
        assertFalse(plan.contains("pre-check"), plan);
    }
}
