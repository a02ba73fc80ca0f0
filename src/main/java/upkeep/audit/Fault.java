package upkeep.audit;

import java.util.Locale;

/** Everything that is looked for. What is said of each here is the table of docs/audit.md. */
public enum Fault {
    NOT_LOADABLE(
            Severity.ERROR,
            "systemd refuses the unit, for a value in it is wrong or values contradict each other, such as `Restart=always` with"
                    + " `Type=oneshot`",
            "`systemd-analyze verify UNIT` says which"),
    NOT_A_UNIT(
            Severity.WARNING,
            "a word that should name a unit is no name of one, mostly for want of `.service`; systemd passes over it",
            "write the whole name"),
    MISSING_REQUIREMENT(
            Severity.ERROR,
            "`Requires=`, `Requisite=` or `BindsTo=` a unit that does not exist: every start is refused",
            "mend the name, install what is missing, or take the word out"),
    MISSING_WISH(
            Severity.WARNING,
            "`Wants=` or `Upholds=` a unit that does not exist: it is passed over in silence",
            "mend the name or take the word out"),
    MISSING_ORDER(
            Severity.REMARK,
            "`After=` or `Before=` a unit that does not exist, and nothing else about it: there is nothing to wait for",
            "mend the name; if the unit is only not installed here, nothing needs to be done"),
    MISSING_PARTNER(
            Severity.WARNING,
            "`PartOf=`, or another word by which stops and reloads are passed on, names a unit that does not exist: nothing is"
                    + " passed on",
            "mend the name or take the word out"),
    MISSING_HANDLER(
            Severity.WARNING,
            "`OnFailure=` or `OnSuccess=` a unit that does not exist: nobody hears of it",
            "mend the name or write the unit"),
    MISSING_TRIGGERED(
            Severity.ERROR,
            "a timer, path or socket starts a unit that does not exist",
            "write that unit, or name the right one by `Unit=` (`Service=` of a socket)"),
    MASKED_REQUIREMENT(
            Severity.ERROR,
            "a unit is required, or triggered, that is masked: every start is refused",
            "`systemctl unmask` it, or take the word out"),
    NO_ORDER(
            Severity.WARNING,
            "`Requires=` or `Requisite=` without `After=` or `Before=`: both start at once, and what is required may not be there"
                    + " yet. For `Wants=` only a remark",
            "write `After=` beside it"),
    BOUND_WITHOUT_ORDER(
            Severity.WARNING,
            "`BindsTo=` without `After=`: the unit may start before the other is there, and is stopped if that does not come up",
            "write `After=` beside it"),
    ORDER_CYCLE(
            Severity.ERROR,
            "units that wait for each other in a circle: systemd leaves one of them out of a start, whichever it comes upon. A"
                    + " warning where nothing pulls all of them in together",
            "take one of these orders out"),
    ONLINE_NOT_PULLED_IN(
            Severity.WARNING,
            "`After=network-online.target`, which no unit wants: it is never started, so nothing is waited for",
            "write `Wants=network-online.target` beside it"),
    BOUND_TO_ENDED(
            Severity.ERROR,
            "`BindsTo=` or `Requisite=` a oneshot without `RemainAfterExit=yes`: it is inactive once it is done, which stops the"
                    + " one and hinders the other",
            "`RemainAfterExit=yes` in the oneshot, or `Requires=` with `After=`"),
    REQUIRED_ENDED(
            Severity.REMARK,
            "`Requires=` a oneshot without `RemainAfterExit=yes`: it runs again at each start, and a stop of it is not noticed",
            "`RemainAfterExit=yes` in the oneshot, if once is enough"),
    CONFLICT(
            Severity.ERROR,
            "a unit requires two units, or itself and another, of which one has `Conflicts=` with the other. A warning for `Wants=`",
            "take `Conflicts=` out, or what pulls the other in"),
    DANGLING_LINK(
            Severity.WARNING,
            "a link in a folder of systemd stands for a unit that does not exist, as a unit leaves behind that was deleted while"
                    + " enabled",
            "`systemctl disable` the unit, or delete the link"),
    ENABLED_FOR_NOTHING(
            Severity.WARNING,
            "a unit is enabled for a unit that does not exist: nothing starts it",
            "mend `WantedBy=` or `RequiredBy=`, then `systemctl reenable` the unit"),
    ORPHAN_DROP_IN(
            Severity.WARNING,
            "drop-ins in the folder of a unit that does not exist: they do nothing",
            "rename the folder as the unit is called, or delete it"),
    NOT_RELOADED(
            Severity.WARNING,
            "files of a unit changed since systemd read them: what runs goes by the old ones, and a boot will go by the new ones",
            "`systemctl daemon-reload`, and see with `systemctl cat` what will be in force"),
    UNIT_GONE(
            Severity.ERROR,
            "a unit is active whose file is gone: once it is stopped it cannot be started",
            "put the file back, or stop the unit"),
    MASKED_RUNNING(
            Severity.ERROR,
            "a unit is active and masked: once it is stopped it cannot be started",
            "`systemctl unmask` it, or stop it"),
    NOT_AT_BOOT(
            Severity.WARNING,
            "it runs, and nothing that systemd knows of starts it at a boot: it is not enabled, or only until the next boot, and no"
                    + " unit, timer, socket or call over the bus brings it up",
            "`systemctl enable` it; a unit without `[Install]` needs `WantedBy=` there"),
    RUNTIME_ONLY(
            Severity.WARNING,
            "the unit, or a drop-in of it, lies in `/run`, as `systemctl set-property --runtime` and `edit --runtime` write them: gone"
                    + " after a boot",
            "write into `/etc/systemd/system` what shall stay, or `systemctl revert` the unit"),
    PROGRAM_REPLACED(
            Severity.WARNING,
            "the program of a running service was replaced or removed since it began: the old one runs, and a restart brings the new"
                    + " one, if there is one",
            "restart the service, at a time that suits"),
    LIBRARIES_REPLACED(
            Severity.WARNING,
            "processes of a service run libraries that were replaced or removed since they were loaded: mended faults are still in them",
            "restart the service, at a time that suits"),
    MISSING_PROGRAM(
            Severity.ERROR,
            "a program that is run at the start does not exist, or may not be run: the next start fails",
            "put the program back, or mend the path"),
    MISSING_DIRECTORY(
            Severity.ERROR,
            "`WorkingDirectory=` or `RootDirectory=` does not exist: the next start fails",
            "make the directory, mend the path, or let systemd make it by `StateDirectory=` and the like"),
    MISSING_ENVIRONMENT_FILE(
            Severity.ERROR,
            "an `EnvironmentFile=` does not exist: the next start fails",
            "put the file back, or write a `-` before the path if it may be missing"),
    MISSING_USER(
            Severity.ERROR,
            "there is no user of the name in `User=`: the next start fails",
            "make the user, by sysusers.d(5) for instance, or mend the name"),
    MISSING_GROUP(
            Severity.ERROR,
            "there is no group of a name in `Group=` or `SupplementaryGroups=`: the next start fails",
            "make the group, by sysusers.d(5) for instance, or mend the name"),
    PORT_TAKEN(
            Severity.ERROR,
            "an enabled socket is not active, and somebody else listens where it shall: its start fails",
            "stop who listens there, or take another port"),
    PRE_CHECK_FAILS(
            Severity.ERROR,
            "the `pre-check` of a service does not succeed now: upkeep would not restart it, and it would hardly come up",
            "mend what the pre-check complains of"),
    DRIFTED(
            Severity.WARNING,
            "what upkeep put in force was changed by hand, on disk or in systemd",
            "`upkeep drift` says how to adopt and how to revert each change");

    private final Severity severity;
    private final String meaning;
    private final String cure;

    Fault(Severity severity, String meaning, String cure) {
        this.severity = severity;
        this.meaning = meaning;
        this.cure = cure;
    }

    /** Lower case with dashes, as in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The usual one. */
    public Severity severity() {
        return severity;
    }

    /** What it is and what comes of it, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** What helps against it. */
    public String cure() {
        return cure;
    }
}
