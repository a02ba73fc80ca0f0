package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.base.SourcePos;
import upkeep.spec.Hardening;
import upkeep.spec.Permission;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Where the hardening is put, as the language itself reads it again. */
class SpecEditTest {

    private static final Hardening FOUND = new Hardening(
            Hardening.Level.PARANOID,
            Hardening.RuntimeKind.JIT,
            Hardening.Network.ANY,
            List.of("/run", "/var/log/it's", "/srv/a b"),
            Set.of(Permission.CHANGE_USER, Permission.BIND_LOW_PORT),
            Optional.empty());

    private static Service read(String text) {
        return Specs.load(List.of(new Source("web.yaml", text)))
                .value()
                .flatMap(plan -> Optional.ofNullable(plan.services().get("web")))
                .orElseThrow(() -> new AssertionError(text));
    }

    private static void check(String wanted, String text) {
        SourcePos place = read(text).position();
        Optional<String> edited = SpecEdit.withHardening(text, place, HardeningText.of(FOUND));
        String expected = wanted.replace("FOUND", "hardening: " + HardeningText.of(FOUND));
        assertEquals(Optional.of(expected), edited);
        assertEquals(Optional.of(FOUND), read(expected).hardening());
    }

    @Test
    void itIsTheFirstKeyOfABlock() {
        check(
                "services:\n  # ours\n  web:\n    # how\n    FOUND\n    exec: /usr/bin/web\n    user: web\n",
                "services:\n  # ours\n  web:\n    # how\n    exec: /usr/bin/web\n    user: web\n");
    }

    @Test
    void itReplacesTheOneThatIsThere() {
        String before = "services:\n  web:\n    exec: /usr/bin/web\n";
        String after = "    user: web\n  db: {adopt: db.service}\n";
        check(before + "    FOUND\n" + after, before + "    hardening: strict # for now\n" + after);
        check(
                before + "    FOUND\n" + after,
                before + "    hardening:\n      level: strict\n      allow:\n        - mount\n" + after);
        check(before + "    FOUND\n" + after, before + "    hardening: {level: strict,\n      allow: mount}\n" + after);
    }

    @Test
    void itGoesBetweenBraces() {
        check(
                "services:\n  web: {FOUND, exec: [/usr/bin/web, \"}\"], user: web}\n",
                "services:\n  web: {exec: [/usr/bin/web, \"}\"], user: web}\n");
        check(
                "services: {db: {adopt: db.service}, web: {exec: /usr/bin/web, FOUND, user: web}}\n",
                "services: {db: {adopt: db.service}, web: {exec: /usr/bin/web, hardening: {level: strict}, user: web}}\n");
        check(
                "services:\n  web: {exec: /usr/bin/web, user: web, FOUND}\n",
                "services:\n  web: {exec: /usr/bin/web, user: web, hardening: strict}\n");
    }

    @Test
    void aLayoutThatIsNotKnownIsLeftAlone() {
        assertTrue(SpecEdit.withHardening("services:\n", new SourcePos("a", 1, 1), "strict")
                .isEmpty());
        assertTrue(
                SpecEdit.withHardening("", new SourcePos("a", 7, 3), "strict").isEmpty());
        assertTrue(SpecEdit.withHardening("web: *other\n", new SourcePos("a", 1, 1), "strict")
                .isEmpty());
    }

    @Test
    void aLevelAloneIsAWord() {
        assertEquals(
                "strict",
                HardeningText.of(new Hardening(
                        Hardening.Level.STRICT,
                        Hardening.RuntimeKind.NATIVE,
                        Hardening.Network.ANY,
                        List.of(),
                        Set.of(),
                        Optional.empty())));
    }
}
