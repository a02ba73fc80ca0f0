package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PermissionsTest {

    @Test
    void namesTheUnitsOfThePlanExactlyAndEscapesThem() {
        Plans.Builder odd = new Plans.Builder("odd").adopting("dev-disk\\x2dby.service");
        String body = Permissions.body(new Templates(), Plans.of(new Plans.Builder("web").build(), odd.build()));
        assertTrue(body.contains("    \"dev-disk\\\\x2dby.service\",\n    \"web.service\"\n  ];"), body);
        assertTrue(body.contains("[\"restart\", \"try-restart\", \"reload\", \"reset-failed\", \"ref\"]"), body);
        assertTrue(body.contains("  var stoppable = [\n  ];"), body);
        assertFalse(body.contains("\"start\","), body);
        assertTrue(body.contains("subject.user != \"upkeep\""), body);
    }

    @Test
    void onlyWhatIsToBeStoppedMayBe() {
        String spec = """
                services:
                  asked: {exec: /usr/bin/a, user: a, port: 1, probes: {liveness: {tcp: {}, otherwise: stop}}}
                  ruled: {exec: /usr/bin/b, user: b, rules: [{if: memory > 1G, then: stop}]}
                  named: {exec: /usr/bin/c, user: c}
                  other: {exec: /usr/bin/d, user: d}
                checks:
                  gate: {tcp: {port: 2}, otherwise: [alert, stop named.service]}
                """;
        String body = Permissions.body(new Templates(), Plans.parse(spec));
        assertTrue(
                body.contains(
                        "stoppable = [\n    \"asked.service\",\n    \"named.service\",\n    \"ruled.service\"\n  ];"),
                body);
    }

    @Test
    void aJavaScriptStringCannotBeLeft() {
        assertEquals("\"a\\\"b\\\\c\\u000a\\u2028\"", Permissions.literal("a\"b\\c\n\u2028"));
    }

    @Test
    void thereIsNoRuleWithoutUnits() {
        assertEquals("", Permissions.body(new Templates(), Plans.of()));
    }
}
