package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What a service says, but for how it is run. */
final class ServiceKeys {

    static final Kind<Service.Actions> DEED = Kind.word(List.of(Service.Actions.ACT, Service.Actions.OBSERVE));

    /** The unit an {@code adopt:} names: a service, and none that upkeep itself is made of. */
    private static final Kind<UnitName> ADOPTED_UNIT = Kinds.UNIT
            .where(unit -> unit.type().equals("service"), "only services are adopted", "name a .service unit")
            .where(
                    unit -> !unit.text().equals("upkeepd.service"),
                    "upkeep does not watch itself",
                    "systemd does, through upkeepd's own watchdog")
            .matching("\\.service$");

    /** A slice by its name in the specs, or by that of its unit. */
    private static final Kind<String> NAME_OR_UNIT = Kind.text(
                    text -> Kinds.isName(text)
                                    || UnitName.parse(text)
                                            .filter(unit -> unit.type().equals("slice"))
                                            .isPresent()
                            ? Optional.empty()
                            : Optional.of("it is neither a name nor a .slice unit"),
                    "write the name of one of slices:, or the whole name of a unit, such as user.slice")
            .called("name or unit")
            .matching("^[A-Za-z0-9:_.\\\\-]+$");

    static final Key<Value<String>> DESCRIPTION =
            Key.value("description", Kinds.LINE).means("`Description=`");
    static final Key<Values<UnitName>> WANTED_BY = Key.values("wanted-by", Kinds.WANTED_BY)
            .otherwise("`" + Defaults.WANTED_BY + "`; with `target`, only that")
            .means("what starts it");
    static final Key<Value<String>> TARGET =
            Key.value("target", Kinds.ANY_TEXT.called("name")).means("one of `targets`, of which it becomes a part");
    static final Key<Value<String>> SLICE = Key.value("slice", NAME_OR_UNIT)
            .otherwise("`system.slice`")
            .means("one of `slices`, or the unit of another one, whose limits hold for all that is in it together");
    static final Key<Values<UnitName>> REQUIRES = Key.values("requires", Kinds.UNIT)
            .means("`Requires=`, `After=`: started with it, before it; also what makes upkeepd hold back a restart"
                    + " (supervision.md)");
    static final Key<Values<UnitName>> WANTS = Key.values("wants", Kinds.UNIT)
            .means("`Wants=`: started with it, at the same time unless `after` names it too; may fail");
    static final Key<Values<UnitName>> AFTER = Key.values("after", Kinds.UNIT).means("`After=`");
    static final Key<Values<UnitName>> BINDS_TO = Key.values("binds-to", Kinds.UNIT)
            .means("`BindsTo=`, `After=`: as `requires`, and stopped as well when the other ends by itself");
    static final Key<Values<UnitName>> PART_OF =
            Key.values("part-of", Kinds.UNIT).means("`PartOf=`: stopped and restarted with the other");
    static final Key<Values<String>> NEEDS =
            CheckKeys.NEEDS.means("services and checks of these specs that must be well for this one to be judged");
    static final Key<Value<Integer>> PORT =
            Key.value("port", Kinds.PORT).means("the TCP port it serves, for `${port}` and its probes");
    static final Key<Items<Form.Map>> RULES = RuleKeys.RULES;
    static final Key<Value<Service.Actions>> ACTIONS = Key.value("actions", DEED)
            .otherwise("`act`, or what `settings` says")
            .means("whether upkeepd acts; with `observe` it watches, tells and records, and asks systemd for nothing");
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.SERVICE);
    static final Key<Value<UnitName>> ADOPT =
            Key.value("adopt", ADOPTED_UNIT).means("a service unit that somebody else ships, instead of `exec`");

    static final Key<Form.Brief> SOCKET = ListeningKeys.SOCKET;

    static final Key<Form.Map> STARTUP =
            probe("startup").means("a check that must pass once after each start; until then the other two wait");
    static final Key<Form.Map> LIVENESS = probe("liveness")
            .means("a check whose failure means that the service is dead, and is restarted unless `otherwise` says"
                    + " something else");
    static final Key<Form.Map> READINESS =
            probe("readiness").means("a check whose failure is told; it can never restart its own service");

    static final Key<Form.Map> PROBES = Key.map("probes", Vocabulary.of("probes", STARTUP, LIVENESS, READINESS))
            .means("how it is seen whether the service works");

    /** What stands for directives alone, in the order in which they are written into the unit. */
    private static final List<DirectiveKey<?>> DIRECTIVES = Stream.of(
                    RelationKeys.DIRECTIVES.stream(),
                    Stream.of(
                            ConditionKeys.CONDITIONS,
                            ConditionKeys.ASSERTS,
                            ExecutionKeys.REMAIN,
                            ExecutionKeys.NOTIFY_ACCESS,
                            EnvironmentKeys.PASS,
                            EnvironmentKeys.UNSET,
                            CredentialKeys.ALL,
                            CredentialKeys.IMPORT,
                            FileSystemKeys.UMASK,
                            FileSystemKeys.GROUPS,
                            FileSystemKeys.FILE_SYSTEM,
                            ExecutionKeys.AFTER_START,
                            ExecutionKeys.AFTER_STOP,
                            StopKeys.SUCCESS,
                            StopKeys.START_FAILURE_MODE,
                            StopKeys.RUNTIME_MAX,
                            LoggingKeys.LOGGING,
                            LimitsKeys.LIMITS,
                            OomKeys.OOM,
                            SchedulingKeys.SCHEDULING,
                            NetworkKeys.IP,
                            NetworkKeys.SOCKET_BIND,
                            NetworkKeys.INTERFACES,
                            NetworkKeys.DEVICE))
            .<DirectiveKey<?>>flatMap(keys -> keys)
            .toList();

    static final Vocabulary SERVICE = Vocabulary.of(
                    "a service",
                    PresetKeys.PRESET,
                    DESCRIPTION,
                    ExecutionKeys.EXEC,
                    ExecutionKeys.SHELL,
                    ExecutionKeys.TYPE,
                    ExecutionKeys.USER,
                    ExecutionKeys.GROUP,
                    ExecutionKeys.DYNAMIC_USER,
                    ExecutionKeys.DIRECTORY,
                    ExecutionKeys.ENVIRONMENT,
                    ExecutionKeys.ENVIRONMENT_FILE,
                    EnvironmentKeys.PASS.key(),
                    EnvironmentKeys.UNSET.key(),
                    CredentialKeys.ALL.key(),
                    CredentialKeys.IMPORT.key(),
                    DirectoryKeys.DIRECTORIES,
                    FileSystemKeys.FILE_SYSTEM.key(),
                    FileSystemKeys.UMASK.key(),
                    FileSystemKeys.GROUPS.key(),
                    ConditionKeys.CONDITIONS.key(),
                    ConditionKeys.ASSERTS.key(),
                    ExecutionKeys.BEFORE_START,
                    ExecutionKeys.AFTER_START.key(),
                    ExecutionKeys.AFTER_STOP.key(),
                    ExecutionKeys.REMAIN.key(),
                    ExecutionKeys.RELOAD,
                    StopKeys.STOP,
                    StopKeys.SUCCESS.key(),
                    RestartKeys.RESTART,
                    ExecutionKeys.START_TIMEOUT,
                    StopKeys.START_FAILURE_MODE.key(),
                    StopKeys.RUNTIME_MAX.key(),
                    ReadyKeys.READY,
                    LimitsKeys.LIMITS.key(),
                    SchedulingKeys.SCHEDULING.key(),
                    OomKeys.OOM.key(),
                    LoggingKeys.LOGGING.key(),
                    NetworkKeys.IP.key(),
                    NetworkKeys.SOCKET_BIND.key(),
                    NetworkKeys.INTERFACES.key(),
                    NetworkKeys.DEVICE.key(),
                    HardeningKeys.HARDENING,
                    WatchdogKeys.WATCHDOG,
                    SOCKET,
                    SLICE,
                    ExecutionKeys.NOTIFY_ACCESS.key(),
                    RelationKeys.AT_BOOT,
                    WANTED_BY,
                    RelationKeys.REQUIRED_BY,
                    RelationKeys.ALIAS,
                    RelationKeys.ALSO,
                    TARGET,
                    REQUIRES,
                    RelationKeys.REQUISITE,
                    WANTS,
                    BINDS_TO,
                    PART_OF,
                    AFTER,
                    RelationKeys.BEFORE,
                    RelationKeys.FOLLOWS,
                    RelationKeys.UNORDERED,
                    RelationKeys.NEVER_WITH,
                    relation("requires-mounts-for"),
                    relation("propagates-reload-to"),
                    relation("propagates-stop-to"),
                    relation("joins-namespace-of"),
                    relation("stop-when-unneeded"),
                    NEEDS,
                    PORT,
                    RolloutKeys.INSTANCES,
                    RolloutKeys.UPDATE,
                    RolloutKeys.PRE_CHECK,
                    RolloutKeys.PROXY,
                    ExecutionKeys.PID_FILE,
                    ExecutionKeys.BUS_NAME,
                    PROBES,
                    RULES,
                    ACTIONS,
                    ConcernKeys.URGENCY,
                    ConcernKeys.RUNBOOK,
                    ConcernKeys.OBJECTIVE,
                    UNIT,
                    ADOPT)
            .toldAs("those of upkeep.yaml(5)");

    /** The keys of a service that is adopted; somebody else's unit file says the rest. */
    static final List<Key<?>> OF_ADOPTED = List.of(
            PresetKeys.PRESET,
            ADOPT,
            PORT,
            RolloutKeys.UPDATE,
            RolloutKeys.PRE_CHECK,
            REQUIRES,
            RelationKeys.REQUISITE,
            WANTS,
            BINDS_TO,
            PART_OF,
            AFTER,
            RelationKeys.BEFORE,
            RelationKeys.FOLLOWS,
            RelationKeys.UNORDERED,
            RelationKeys.NEVER_WITH,
            relation("requires-mounts-for"),
            relation("propagates-reload-to"),
            relation("propagates-stop-to"),
            relation("joins-namespace-of"),
            relation("stop-when-unneeded"),
            NEEDS,
            ConditionKeys.CONDITIONS.key(),
            ConditionKeys.ASSERTS.key(),
            CredentialKeys.ALL.key(),
            CredentialKeys.IMPORT.key(),
            StopKeys.SUCCESS.key(),
            StopKeys.RUNTIME_MAX.key(),
            RestartKeys.RESTART,
            LimitsKeys.LIMITS.key(),
            SchedulingKeys.SCHEDULING.key(),
            OomKeys.OOM.key(),
            LoggingKeys.LOGGING.key(),
            NetworkKeys.IP.key(),
            NetworkKeys.SOCKET_BIND.key(),
            NetworkKeys.INTERFACES.key(),
            NetworkKeys.DEVICE.key(),
            HardeningKeys.HARDENING,
            WatchdogKeys.WATCHDOG,
            SLICE,
            PROBES,
            RULES,
            ACTIONS,
            ConcernKeys.URGENCY,
            ConcernKeys.RUNBOOK,
            UNIT);

    private ServiceKeys() {}

    /** Reads what stands for directives alone. */
    static void directives(Fields fields, SetList to) {
        boolean adopted = fields.has(ADOPT);
        DIRECTIVES.stream()
                .filter(each -> !adopted || OF_ADOPTED.contains(each.key()))
                .forEach(each -> each.read(fields, to));
    }

    private static Key<?> relation(String name) {
        return RelationKeys.DIRECTIVES.stream()
                .map(DirectiveKey::key)
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Key<Form.Map> probe(String name) {
        return Key.map(name, CheckKeys.CHECK);
    }
}
