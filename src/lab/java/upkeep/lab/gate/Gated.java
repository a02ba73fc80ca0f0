package upkeep.lab.gate;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.Suite;

/** A machine with the package, on which upkeepd is away, and the units that tests write by hand. */
final class Gated implements AutoCloseable {
    private static final String GATE = "/usr/lib/upkeep/upkeep-gate";

    private final Installed installed;

    private Gated(Installed installed) {
        this.installed = installed;
    }

    static Gated boot(Suite suite, String label) {
        Installed installed = Installed.boot(suite, label);
        installed.program("gated.py");
        installed.machine().run("systemctl", "mask", "--now", "upkeepd.service").orFail();
        return new Gated(installed);
    }

    Machine machine() {
        return installed.machine();
    }

    @Override
    public void close() {
        installed.close();
    }

    /** Writes a unit; the lines stand below [Service], those with a section before them go to the end. */
    void unit(String name, String... lines) {
        machine().unit(name, "[Service]\n" + String.join("\n", lines) + "\n");
    }

    /** The command of the server of that name, which answers well once {@link #say} has told it to. */
    static String server(String name, int port, String kind) {
        String start = "/usr/bin/python3 /srv/lab/gated.py " + port + " /run/" + name + ".state " + kind;
        return kind.equals("forking") ? start + " /run/" + name + ".pid" : start;
    }

    void say(String name, String state) {
        machine().write("/run/" + name + ".state", state);
    }

    static String ready(int port, String... options) {
        return "ExecStartPost=" + GATE + " ready --pid=${MAINPID} " + String.join(" ", options)
                + " --path=/ --contains=well" + " http 127.0.0.1 " + port;
    }

    static String watch(int port, String... options) {
        return "NotifyAccess=all\nExecStartPost=-" + GATE + " watch --pid=${MAINPID} " + String.join(" ", options)
                + " http 127.0.0.1 " + port;
    }

    /** Begins the start and returns at once. */
    void begin(String... units) {
        String[] command = new String[units.length + 3];
        System.arraycopy(new String[] {"systemctl", "start", "--no-block"}, 0, command, 0, 3);
        System.arraycopy(units, 0, command, 3, units.length);
        machine().run(command).orFail();
    }

    void awaitSubState(String unit, String state) {
        machine().awaitProperty(unit, "SubState", Installed.LIMIT, state::equals);
    }

    void await(String unit, String state) {
        machine().awaitState(unit, state, Installed.LIMIT);
    }

    void awaitFailure(Journal.Mark since, String unit, String result) {
        installed.awaitFailure(since, unit, result);
    }

    void awaitLine(Journal.Mark since, String unit, String text) {
        installed.awaitLine(since, unit, text);
    }

    /** All that gate and helper of a unit have said so far. */
    String said(String unit) {
        machine().run("journalctl", "--sync").orFail();
        return machine()
                .run("journalctl", "--output=cat", "--identifier=upkeep-gate", "--unit=" + unit)
                .out();
    }

    void await(String what, BooleanSupplier wanted) {
        installed.await(what, wanted);
    }

    /** The numbers of the helpers in the unit's control group. */
    List<String> helpers(String unit) {
        String group = machine().property(unit, "ControlGroup");
        if (group.isEmpty()) {
            return List.of();
        }
        String script = "for each in $(cat /sys/fs/cgroup" + group + "/cgroup.procs 2>/dev/null); do"
                + " [ \"$(cat /proc/$each/comm 2>/dev/null)\" != upkeep-gate ] || echo $each; done";
        return Arrays.stream(machine().shell(script).orFail().text().split("\n", -1))
                .filter(number -> !number.isEmpty())
                .toList();
    }
}
