package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.control.AlertsInterface;
import upkeep.control.HeartbeatsInterface;
import upkeep.control.ManagerInterface;

/** Who may ask upkeepd what, over the real bus and with the real polkit: every method it has, by every role; docs/security.md has the table. */
@OnEverySuite
class RolesLabTest {

    private static final Path DOCUMENT = Path.of("docs/security.md");

    private static final String SPEC = """
            services:
              web: {exec: [/bin/sleep, infinity], user: nobody}
            checks:
              hosts: {file: /etc/hosts}
              nightly: {heartbeat: {every: 1d, users: [jobs]}}
            receivers:
              log: {syslog: daemon}
            """;

    private static final String RULE = """
            polkit.addRule(function(action, subject) {
              if (action.id == "org.upkeep1.operate" && subject.isInGroup("operators")) return polkit.Result.YES;
            });
            """;

    /** The users of the roles, in the order of the table. */
    private static final List<String> ROLES = List.of("root", "oncall", "jobs", "visitor", "upkeep");

    /** A call of each method: the types of its arguments, and these. A role that may brings about no more than the next call undoes. */
    private static final Map<String, String> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("Manager.Status", "asb 0 false");
        CALLS.put("Manager.Glance", "");
        CALLS.put("Manager.Why", "ssb web '' false");
        CALLS.put("Manager.Events", "sub '' 10 false");
        CALLS.put("Manager.Availability", "assb 0 1h false");
        CALLS.put("Manager.Check", "ss hosts text");
        CALLS.put("Manager.Hold", "sss web 1h upgrade");
        CALLS.put("Manager.Release", "s web");
        CALLS.put("Manager.HandsOff", "ss 1h upgrade");
        CALLS.put("Manager.HandsOn", "");
        CALLS.put("Manager.Accept", "s hosts");
        CALLS.put("Manager.Reload", "");
        CALLS.put("Alerts.Alerts", "b false");
        CALLS.put("Alerts.Silence", "asssss 1 web '' '' 1h upgrade");
        CALLS.put("Alerts.Unsilence", "t 1");
        CALLS.put("Alerts.Acknowledge", "sss web 1h upgrade");
        CALLS.put("Alerts.Test", "s ''");
        CALLS.put("Heartbeats.Begin", "s nightly");
        CALLS.put("Heartbeats.End", "sids nightly 0 1 ''");
    }

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "roles");
        Machine machine = installed.machine();
        machine.run("groupadd", "operators").orFail();
        machine.run("useradd", "--groups=operators", "oncall").orFail();
        machine.run("useradd", "jobs").orFail();
        machine.run("useradd", "visitor").orFail();
        machine.write("/etc/polkit-1/rules.d/60-operators.rules", RULE);
        machine.run("systemctl", "restart", "polkit").orFail();
        installed.apply(SPEC);
        machine.awaitState("web.service", "active", Installed.LIMIT);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Set<String> methods() {
        return Stream.of(ManagerInterface.class, AlertsInterface.class, HeartbeatsInterface.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).flatMap(method -> name(type, method)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> name(Class<?> type, Method method) {
        DBusMemberName name = method.getAnnotation(DBusMemberName.class);
        return name == null ? Stream.of() : Stream.of(type.getSimpleName().replace("Interface", ".") + name.value());
    }

    /** Whether this user may; what else comes of it, as that there is nothing to end, is the same for whoever may. */
    private static boolean may(String user, String method) {
        String[] names = method.split("\\.", 2);
        String path = names[0].equals("Manager") ? "/org/upkeep1" : "/org/upkeep1/" + names[0];
        Result result = installed
                .machine()
                .shell("setpriv --reuid=" + user + " --regid=" + user
                        + " --init-groups busctl --json=short call org.upkeep1 " + path + " org.upkeep1."
                        + method.replace(".", " ") + " " + CALLS.get(method))
                .orFail();
        return !result.out().contains("access denied") && !result.out().contains("is not among its users");
    }

    private static List<String> table() {
        List<String> table = new ArrayList<>();
        CALLS.keySet().forEach(method -> {
            StringBuilder row = new StringBuilder("| `" + method + "` |");
            ROLES.forEach(role -> row.append(may(role, method) ? " yes |" : " no |"));
            table.add(row.toString());
        });
        return table;
    }

    @Test
    void everyRoleMayWhatTheTableSays() throws Exception {
        assertEquals(methods(), new TreeSet<>(CALLS.keySet()), "a method without a call");
        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `(Manager|Alerts|Heartbeats)\\.\\w+` \\|.*"))
                .toList();
        assertEquals(String.join("\n", documented), String.join("\n", table()));
    }

    /** What changes something carries the user who asked for it. */
    @Test
    void whoDidWhatIsInTheLedger() {
        assertTrue(may("oncall", "Manager.Hold"));
        assertTrue(may("oncall", "Manager.Release"));
        String uid = installed.machine().run("id", "--user", "oncall").text();
        String events = installed.upkeep("events", "web").orFail().out();
        assertTrue(events.contains("oncall") || events.contains(uid), events);
    }

    /** The bus itself lets nobody set a property, or take the name of upkeepd. */
    @Test
    void nobodyTakesItsPlace() {
        Result set = installed
                .machine()
                .shell(
                        "setpriv --reuid=visitor --regid=visitor --clear-groups busctl set-property org.upkeep1 /org/upkeep1"
                                + " org.upkeep1.Manager Version s evil");
        assertTrue(set.err().contains("Access denied") || set.err().contains("rejected"), set::toString);
        Result own = installed
                .machine()
                .shell("setpriv --reuid=visitor --regid=visitor --clear-groups busctl call org.freedesktop.DBus"
                        + " /org/freedesktop/DBus org.freedesktop.DBus RequestName su org.upkeep1 0");
        assertTrue(own.err().contains("is not allowed to own") || own.err().contains("Access denied"), own::toString);
    }
}
