package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What only asks upkeepd needs no Java, and prints what the program itself would. */
@OnEverySuite
class AskLabTest {

    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/sleep, infinity]
                user: web
                probes: {liveness: {program: [/usr/bin/test, -e, "/run/it's \\"well\\" \\\\ größer"], failures: 1, otherwise: alert}}
            """;

    private static final String JAVA = "/usr/lib/upkeep/runtime/bin/java";

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "ask");
        // Whoever has never passed is waited for; so it is well first.
        String file = "/run/it's \"well\" \\ größer";
        installed.machine().run("touch", file).orFail();
        installed.apply(SPEC);
        installed.machine().run("rm", file).orFail();
        installed.await(
                "it is ill", () -> !installed.service("web").path("incident").isNull());
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    /** A verb behind an option of the program is none of the launcher's. */
    private static void isTheSame(String... arguments) {
        String[] program = new String[arguments.length + 1];
        program[0] = "--debug";
        System.arraycopy(arguments, 0, program, 1, arguments.length);
        Result asked = installed.upkeep(arguments);
        Result told = installed.upkeep(program);
        assertEquals(told.out(), asked.out());
        assertEquals(told.err(), asked.err());
        assertEquals(told.exit(), asked.exit());
        assertFalse((asked.out() + asked.err()).isEmpty());
    }

    @Test
    void itPrintsWhatTheProgramPrints() {
        installed
                .upkeep("hold", "--for", "1h", "--reason", "it's \"ill\": 100 % \\n größer", "web")
                .orFail();
        isTheSame("events", "-n", "5", "web");
        isTheSame("events", "--json", "web");
        isTheSame("hold", "nobody");
        isTheSame("status", "nobody");
        isTheSame("check", "--nagios", "nobody");
        assertTrue(installed.why("web").contains("it's \"ill\": 100 % \\n größer"), installed.why("web"));
        installed.release("web");
    }

    @Test
    void itNeedsNoJava() {
        machine().run("mv", JAVA, JAVA + ".away").orFail();
        try {
            assertTrue(installed.upkeep("status").text().contains("web"));
            installed.upkeep("why", "web").orFail();
            installed.upkeep("events").orFail();
            installed.upkeep("alerts").orFail();
            installed.upkeep("hold", "web").orFail();
            installed.upkeep("release", "web").orFail();
            installed.upkeep("hands-off", "--for", "1min").orFail();
            installed.upkeep("hands-off", "--end").orFail();
        } finally {
            machine().run("mv", JAVA + ".away", JAVA).orFail();
        }
    }
}
