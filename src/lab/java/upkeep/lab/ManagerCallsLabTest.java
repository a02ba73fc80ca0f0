package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * The polkit rule is not root in disguise: as upkeepd, its user in its control group, every method that systemd's manager has is called,
 * for a unit of the plan and for another one. What is neither a question nor one of the verbs of docs/security.md is refused.
 */
@OnEverySuite
class ManagerCallsLabTest {

    private static final String PLANNED = "web.service";
    private static final String OTHER = "other.service";

    /** What everybody may ask of systemd. */
    private static final Pattern QUESTION =
            Pattern.compile("(Get|List|Lookup|LoadUnit$|Dump(UnitsMatching.*|ByFileDescriptor)?$).*");

    /** What upkeepd may have done to units of the plan; of others it may name none. */
    private static final Set<String> VERBS =
            Set.of("RestartUnit", "TryRestartUnit", "ReloadUnit", "ResetFailedUnit", "RefUnit");

    /** Of the caller's own connection: which signals it is sent, and which units it holds loaded. */
    private static final Set<String> OWN = Set.of("Subscribe", "Unsubscribe", "UnrefUnit");

    /** Where systemd looks at the arguments before it looks at the caller. JOB is one of a unit that takes long to start. */
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("AttachProcessesToUnit", "UNIT / 1 1"),
            Map.entry("BindMountUnit", "UNIT /etc /tmp false false"),
            Map.entry("CancelJob", "JOB"),
            Map.entry("KillUnit", "UNIT all 15"),
            Map.entry("MountImageUnit", "UNIT /etc /tmp false false 0"),
            Map.entry("PresetAllUnitFiles", "full false false"),
            Map.entry("PresetUnitFilesWithMode", "1 UNIT full false false"),
            Map.entry("QueueSignalUnit", "UNIT all 34 0"),
            Map.entry("SetEnvironment", "1 NAME=value"),
            Map.entry("StartUnitReplace", "slow.service UNIT replace"),
            Map.entry("UnsetAndSetEnvironment", "1 NAME 1 NAME=value"),
            Map.entry("UnsetEnvironment", "1 NAME"));

    private static final String REFUSED =
            ".*(Access denied|Permission denied|interactive authentication required|Sender is not authorized|not available on non-delegated units).*";

    private static final String CALL = """
            echo $$ >/sys/fs/cgroup/system.slice/upkeepd.service/cgroup.procs
            while read -r method signature arguments; do
              set -- $method
              [ "$signature" = - ] || set -- "$@" "$signature" $arguments
              said=$(setpriv --reuid=upkeep --regid=upkeep --clear-groups busctl --allow-interactive-authorization=no call \
                org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager "$@" 2>&1 </dev/null) &&
                said=answered
              printf '%s %s\\n' "$method" "$(printf %s "$said" | tr '\\n' ' ')"
            done
            """;

    private static final String SPEC = """
            services:
              web: {exec: [/bin/sleep, infinity], user: nobody, reload: {exec: [/bin/true]}, hardening: baseline}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "manager-calls");
        machine = installed.machine();
        machine.unit(OTHER, "[Service]\nExecStart=/bin/sleep infinity\nPrivateTmp=yes\n");
        machine.unit("slow.service", "[Service]\nType=oneshot\nExecStart=/bin/sleep infinity\n");
        machine.run("systemctl", "start", OTHER).orFail();
        machine.run("systemctl", "start", "--no-block", "slow.service").orFail();
        installed.apply(SPEC);
        machine.awaitState(PLANNED, "active", Installed.LIMIT);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    /** The methods that this systemd has, with the types of their arguments. */
    private static Map<String, String> methods() {
        String listed = machine.run(
                        "busctl",
                        "introspect",
                        "--no-pager",
                        "org.freedesktop.systemd1",
                        "/org/freedesktop/systemd1",
                        "org.freedesktop.systemd1.Manager")
                .orFail()
                .out();
        return listed.lines()
                .map(line -> line.strip().split("\\s+", 4))
                .filter(words -> words.length == 4 && words[1].equals("method"))
                .collect(Collectors.toMap(
                        words -> words[0].substring(1), words -> words[2], (one, _) -> one, TreeMap::new));
    }

    /** Arguments as busctl takes them: the first text is the unit, others are a mode; numbers are 0, and lists have none but names. */
    private static String arguments(String method, String signature, String unit) {
        String special = ARGUMENTS.get(method);
        if (special != null) {
            return special.replace("UNIT", unit).replace("JOB", job());
        }
        List<String> arguments = new ArrayList<>();
        boolean isNamed = false;
        for (int at = 0; at < signature.length(); at++) {
            switch (signature.charAt(at)) {
                case 's' -> {
                    arguments.add(isNamed ? "replace" : unit);
                    isNamed = true;
                }
                case 'b' -> arguments.add("false");
                case 'a' -> {
                    boolean isNames = signature.startsWith("as", at);
                    arguments.add(isNames ? "1 " + unit : "0");
                    at = endOfType(signature, at + 1) - 1;
                    isNamed |= isNames;
                }
                default -> arguments.add("0");
            }
        }
        return String.join(" ", arguments);
    }

    private static String job() {
        return machine.run("systemctl", "list-jobs", "--no-legend", "slow.service")
                .orFail()
                .text()
                .split(" ", 2)[0];
    }

    private static int endOfType(String signature, int begin) {
        int open = 0;
        int at = begin;
        do {
            char sign = signature.charAt(at++);
            open += sign == '(' || sign == '{' ? 1 : sign == ')' || sign == '}' ? -1 : 0;
        } while (open > 0 || signature.charAt(at - 1) == 'a');
        return at;
    }

    /** What comes of each call, by its method. */
    private static Map<String, String> called(Map<String, String> methods, String unit) {
        String calls = methods.entrySet().stream()
                .map(each ->
                        each.getKey() + " " + each.getValue() + " " + arguments(each.getKey(), each.getValue(), unit))
                .collect(Collectors.joining("\n"));
        machine.write("/run/calls", calls + "\n");
        machine.write("/run/call.sh", CALL);
        return machine.shell("sh -eu /run/call.sh </run/calls")
                .orFail()
                .out()
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (one, _) -> one, TreeMap::new));
    }

    @Test
    void nothingIsDoneButTheVerbsOfThePlan() {
        Map<String, String> methods = methods();
        assertTrue(methods.size() > 70, methods::toString);
        String pid = machine.property(OTHER, "MainPID");
        Map<String, String> wrong = new TreeMap<>();
        for (String unit : List.of(PLANNED, OTHER)) {
            Map<String, String> outcomes = called(methods, unit);
            assertEquals(methods.keySet(), outcomes.keySet());
            outcomes.forEach((method, outcome) -> {
                if (!isAsItShouldBe(method, unit, outcome)) {
                    wrong.put(method + " " + unit, outcome);
                }
            });
        }
        assertEquals(Map.of(), wrong);
        assertEquals(pid, machine.property(OTHER, "MainPID"));
        assertEquals("static", machine.run("systemctl", "is-enabled", OTHER).text());
        System.out.println(
                methods.size() + " methods of the manager, each for two units: done or answered are questions, " + VERBS
                        + " of units of the plan, and " + OWN);
    }

    private static boolean isAsItShouldBe(String method, String unit, String outcome) {
        if (QUESTION.matcher(method).matches() || OWN.contains(method)) {
            return true;
        }
        if (VERBS.contains(method) && unit.equals(PLANNED)) {
            return outcome.equals("answered");
        }
        return outcome.matches(REFUSED);
    }
}
