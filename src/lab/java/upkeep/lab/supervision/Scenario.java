package upkeep.lab.supervision;

/** What is played on booted machines; each is one row of the table in docs/supervision.md, in this order. */
enum Scenario {
    CRASH_LOOP("exits with 3 at each start"),
    INSTANT_EXIT("exits with 0 at each start, `Restart=always`"),
    ENDS_WELL("exits with 0 once, `Restart=always`"),
    NEVER_READY("`Type=notify`, says no READY=1 any more"),
    NEVER_PROVEN("its startup probe does not pass any more"),
    HANG("hangs (SIGSTOP)"),
    ANSWERS_WRONGLY("answers 500"),
    WATCHDOG("sends no WATCHDOG=1 any more"),
    KILLED_FROM_A_SHELL("`kill -9` from a shell"),
    KILLED_THROUGH_SYSTEMD("`systemctl kill -s KILL`"),
    START_LIMIT("adopted, exits at each start until its own start limit is spent"),
    RESTARTED_TOO_OFTEN("`systemctl restart` by hand, ten times in a row"),
    OUT_OF_MEMORY("the kernel kills its main process at its memory limit", true),
    CHILD_OUT_OF_MEMORY("the kernel kills a child, `OOMPolicy=continue`", true),
    OPERATOR_STOPS("alice says `sudo systemctl stop`, then upkeepd is restarted"),
    OPERATOR_STARTS("`systemctl start`"),
    OPERATOR_RESTARTS("`systemctl restart`"),
    OPERATOR_MASKS("`systemctl mask --now`"),
    DEPENDENCY_STOPS("what it requires is stopped, and started again"),
    STOPPED_BEFORE_DEPENDENCY("the same, but alice had stopped it before"),
    BOUND_TO_A_CRASH("what it is bound to (`BindsTo=`) is killed, and comes back"),
    TIMER("a timer starts it"),
    REBOOT_STOPPED("stopped and disabled, then the machine is booted anew"),
    REBOOT_ENABLED("stopped and still enabled, then the machine is booted anew"),
    REINSTALLED("`apt-get install --reinstall chrony`, whose script restarts it"),
    UPGRADED("a package whose scripts stop and start it is installed again"),
    LEFT_DOWN_BY_PACKAGE("a package stops it and does not start it again"),
    MANY_KILLED("30 services with `Restart=always` and 12 without are killed at once"),
    PRESSURE("hangs while the machine is short of processor time, which passes"),
    RELOADS("100 × `systemctl daemon-reload` on a busy machine"),
    REEXECUTION("`systemctl daemon-reexec`"),
    BUS_KILLED("the system bus is killed"),
    BUS_RESTARTED("the system bus is restarted"),
    UPKEEPD_KILLED("upkeepd is killed while an incident is open"),
    UPKEEPD_UPGRADED("upkeepd is upgraded while an incident is open"),
    CLOCK_FORWARD("the clock is set 2 h forward", true),
    CLOCK_BACK("the clock is set 2 h back", true);

    private final String title;
    private final boolean kernel;

    Scenario(String title) {
        this(title, false);
    }

    Scenario(String title, boolean kernel) {
        this.title = title;
        this.kernel = kernel;
    }

    /** The first cell of the row; what is played in User-mode Linux, where the kernel is our own, is marked. */
    String title() {
        return title + (kernel ? " (UML)" : "");
    }
}
