package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.spec.Execution;

class AccountsTest {

    private static Plans.Builder as(String name, String user, Optional<String> group) {
        Plans.Builder builder = new Plans.Builder(name);
        builder.identity = new Execution.Identity.Named(user, group);
        return builder;
    }

    @Test
    void eachAccountIsMadeOnceAndRootNever() {
        Plans.Builder dynamic = new Plans.Builder("dynamic");
        dynamic.identity = new Execution.Identity.Dynamic();
        assertEquals(
                """
                g data -
                u shop - "upkeep service a" -
                u web - "upkeep service w_1@x_y" -
                """,
                Accounts.body(
                        new Templates(),
                        Plans.of(
                                as("a", "shop", Optional.of("shop")).build(),
                                as("b", "shop", Optional.of("root")).build(),
                                as("c", "root", Optional.of("data")).build(),
                                as("w:1@x\\y", "web", Optional.empty()).build(),
                                dynamic.build())));
    }

    @Test
    void thereIsNoFileWithoutAccounts() {
        assertEquals("", Accounts.body(new Templates(), Plans.of(new Plans.Builder("web").build())));
    }
}
