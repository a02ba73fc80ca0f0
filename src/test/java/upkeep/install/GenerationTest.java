package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationTest {

    private static final Wanted BEFORE = Trees.tree()
            .service(Trees.WEB, "/bin/1")
            .service(Trees.DB, "/bin/db")
            .users("u web\n")
            .wanted("before");

    private static Generation of(Wanted wanted) {
        return new Generation(2, Trees.OCCASION, wanted, List.of());
    }

    @Test
    void whatIsNewChangedAndGoneIsTold() {
        Wanted after = Trees.tree()
                .service(Trees.WEB, "/bin/2")
                .dropIn(Trees.NGINX, "1G")
                .users("u web\n")
                .wanted("after");
        assertEquals(
                List.of("-db.service", "+nginx.service", "~web.service"),
                of(after).changesSince(BEFORE));
        assertEquals(
                List.of("+/etc/sysusers.d/upkeep-services.conf", "+db.service", "+web.service"),
                of(BEFORE).changesSince(Wanted.NOTHING));
    }

    @Test
    void supervisionAloneIsTheSpecs() {
        Wanted after = new Wanted(
                BEFORE.tree(), BEFORE.origin(), Trees.tree().wanted("other").specs(), BEFORE.removed());
        assertEquals(List.of("specs"), of(after).changesSince(BEFORE));
        assertEquals(List.of(), of(BEFORE).changesSince(BEFORE));
        assertEquals("""
                --- /etc/upkeep/conf.d/web.yaml
                +++ /etc/upkeep/conf.d/web.yaml
                @@ -1 +1 @@
                -before
                \\ No newline at end of file
                +other
                \\ No newline at end of file
                """, of(after).diffFrom(BEFORE));
    }
}
