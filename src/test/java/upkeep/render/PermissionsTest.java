package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId;
import upkeep.spec.Probes;
import upkeep.spec.Target;

class PermissionsTest {

    @Test
    void namesTheUnitsOfThePlanExactlyAndEscapesThem() {
        Plans.Builder odd = new Plans.Builder("odd").adopting("dev-disk\\x2dby.service");
        String body = Permissions.body(new Templates(), Plans.of(new Plans.Builder("web").build(), odd.build()));
        assertTrue(body.contains("    \"dev-disk\\\\x2dby.service\",\n    \"web.service\"\n  ];"), body);
        assertTrue(body.contains("[\"restart\", \"try-restart\", \"reload\", \"reset-failed\", \"ref\"]"), body);
        assertFalse(body.contains("\"start\","), body);
        assertTrue(body.contains("subject.user != \"upkeep\""), body);
    }

    @Test
    void namesUnitsThatChecksActOn() {
        Target target = new Target.Http(
                URI.create("http://127.0.0.1/"), "GET", Map.of(), List.of(), Optional.empty(), Optional.empty(), true);
        Check check = new Check(
                new CheckId("web/liveness"),
                Plans.POSITION,
                target,
                TimeSpan.ofSeconds(10),
                TimeSpan.ofSeconds(1),
                3,
                1,
                List.of(
                        new Reaction.Alert(),
                        new Reaction.Restart(Optional.of(new UnitName("dovecot.service"))),
                        new Reaction.Hold(Optional.of(new UnitName("exim4.service")))));
        Plans.Builder builder = new Plans.Builder("web");
        builder.probes = new Probes(Optional.empty(), Optional.of(check), Optional.empty());
        assertEquals(
                "[dovecot.service, web.service]",
                Permissions.units(Plans.of(builder.build())).toString());
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
