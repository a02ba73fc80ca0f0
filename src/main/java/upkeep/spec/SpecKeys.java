package upkeep.spec;

import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** What a spec as a whole says, and what a target and the settings do. */
final class SpecKeys {

    static final Key<Value<String>> TARGET_DESCRIPTION =
            Key.value("description", Kinds.LINE).means("`Description=`");
    static final Key<Values<UnitName>> TARGET_WANTED_BY = Key.values("wanted-by", Kinds.WANTED_BY)
            .otherwise("`" + Defaults.WANTED_BY + "`; with `target`, only that")
            .means("what starts it");

    static final Key<Value<String>> TARGET_GROUP =
            ServiceKeys.TARGET.means("another one of `targets`, of which it becomes a part");

    private static final Key<Values<UnitName>> TARGET_WANTS = ServiceKeys.WANTS.means(
            "`Wants=`: started with it, and before it, which systemd sees to for targets; may fail");
    private static final Key<Values<UnitName>> TARGET_UNORDERED = RelationKeys.UNORDERED.means(
            "those of `requires` and `binds-to` that start after it; for all others systemd has a target wait by itself");

    static final Vocabulary TARGET = Vocabulary.of(
            "a target",
            TARGET_DESCRIPTION,
            TARGET_WANTED_BY,
            TARGET_GROUP,
            OwnUnitKeys.REQUIRES,
            TARGET_WANTS,
            ServiceKeys.AFTER,
            ServiceKeys.BINDS_TO,
            TARGET_UNORDERED,
            ServiceKeys.PART_OF);

    static final Key<Usual<TimeSpan>> EVERY = Key.usual("every", CheckKeys.PERIOD, Settings.DEFAULT.every())
            .means("for entries of `checks` that do not say so themselves");
    static final Key<Usual<TimeSpan>> TIMEOUT = Key.usual("timeout", CheckKeys.DEADLINE, Settings.DEFAULT.timeout())
            .means("for all checks and probes that do not say so themselves");
    static final Key<Usual<Service.Actions>> ACTIONS = Key.usual(
                    "actions", ServiceKeys.DEED, Settings.DEFAULT.actions())
            .means("for services that do not say so themselves");
    static final Key<Usual<Integer>> PROBES_PER_HOST = Key.usual(
                    "probes-per-host", Kind.whole(1, 10_000), Settings.DEFAULT.probesPerHost())
            .means("how many probes ask one other host at the same time; those beyond wait for their turn. This machine"
                    + " is not meant");

    static final Vocabulary SETTINGS = Vocabulary.of(
                    "settings",
                    EVERY,
                    TIMEOUT,
                    ACTIONS,
                    PROBES_PER_HOST,
                    MailKeys.SETTINGS,
                    OutsideKeys.HEARTBEATS,
                    OutsideKeys.CHECK_IN,
                    HistoryKeys.LEDGER)
            .later("web");

    static final Key<Names<Form.Map>> SERVICES = Key.names(
                    "services", Kinds.NAME_PATTERN, new Form.Map(ServiceKeys.SERVICE))
            .means("name → a service");
    static final Key<Names<Form.Map>> TARGETS =
            Key.names("targets", Kinds.NAME_PATTERN, new Form.Map(TARGET)).means("name → a target");
    static final Key<Names<Form.Map>> TIMERS = Key.names("timers", Kinds.NAME_PATTERN, new Form.Map(TimerKeys.TIMER))
            .means("name → a timer, and what it starts");
    static final Key<Names<Form.Map>> PATHS = Key.names("paths", Kinds.NAME_PATTERN, new Form.Map(PathKeys.PATH))
            .means("name → what is watched in the file system, and what is started then");
    static final Key<Names<Form.Map>> SLICES = Key.names("slices", Kinds.NAME_PATTERN, new Form.Map(SliceKeys.SLICE))
            .means("name → a slice, whose services share limits");
    static final Key<Names<Form.Map>> MOUNTS = Key.names(
                    "mounts", MountKeys.PATH_PATTERN, new Form.Map(MountKeys.MOUNT))
            .means("path → what is mounted there");
    static final Key<Names<Form.Map>> SWAPS = Key.names("swaps", MountKeys.PATH_PATTERN, new Form.Map(MountKeys.SWAP))
            .means("path of a file or device → how it is swapped to");
    static final Key<Names<Form.Map>> MAINTAINED = Key.names(
                    "directories", MountKeys.PATH_PATTERN, new Form.Map(MachineDirectoryKeys.DIRECTORY))
            .means("path → what a directory is like, which is made before anything is started");
    static final Key<Names<Form.Map>> CHECKS = Key.names("checks", Kinds.NAME_PATTERN, new Form.Map(CheckKeys.CHECK))
            .means("name → a check that belongs to no service");
    static final Key<Form.Map> ALL_SETTINGS =
            Key.map("settings", SETTINGS).means("what holds where a check does not say so itself");

    static final Vocabulary SPEC = Vocabulary.of(
            "a spec",
            SERVICES,
            TARGETS,
            TIMERS,
            PATHS,
            SLICES,
            MOUNTS,
            SWAPS,
            MAINTAINED,
            CHECKS,
            AppKeys.APPS,
            ReceiverKeys.RECEIVERS,
            AlertKeys.ALERTS,
            AlertKeys.MAINTENANCE,
            ALL_SETTINGS);

    private SpecKeys() {}
}
