package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

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

    /** Verbatim, so that systemd's own escapes work; but never more than the one directive. */
    private static final Kind<String> DIRECTIVE = Kind.text(
                    text -> {
                        Optional<String> fault = Kinds.fault(text.replace('\t', ' '), false);
                        return fault.isEmpty() && text.endsWith("\\")
                                ? Optional.of("it ends in a backslash, which would swallow the next line")
                                : fault;
                    },
                    "a directive is one line")
            .shown(text -> text.isEmpty() ? Quoted.whole(text) : text);

    static final Key<Value<String>> DESCRIPTION =
            Key.value("description", Kinds.LINE).means("`Description=`");
    static final Key<Values<UnitName>> WANTED_BY = Key.values("wanted-by", Kinds.WANTED_BY)
            .otherwise("`" + Defaults.WANTED_BY + "`; with `target`, only that")
            .means("what starts it");
    static final Key<Value<String>> TARGET =
            Key.value("target", Kinds.ANY_TEXT.called("name")).means("one of `targets`, of which it becomes a part");
    static final Key<Values<UnitName>> REQUIRES = Key.values("requires", Kinds.UNIT)
            .means("`Requires=`; also what makes upkeepd hold back a restart (supervision.md)");
    static final Key<Values<UnitName>> WANTS = Key.values("wants", Kinds.UNIT).means("`Wants=`");
    static final Key<Values<UnitName>> AFTER = Key.values("after", Kinds.UNIT).means("`After=`");
    static final Key<Values<UnitName>> BINDS_TO = Key.values("binds-to", Kinds.UNIT)
            .means("`BindsTo=`: as `requires`, and stopped as well when the other ends by itself");
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
    static final Key<Names<Names<Values<String>>>> UNIT = Key.names(
                    "unit",
                    "^(Unit|Service|Install|X-[A-Za-z0-9-]+)$",
                    new Names<>(new Values<>(DIRECTIVE), "^[A-Za-z0-9-]{1,64}$"))
            .means("directives for systemd, verbatim");
    static final Key<Value<UnitName>> ADOPT =
            Key.value("adopt", ADOPTED_UNIT).means("a service unit that somebody else ships, instead of `exec`");

    static final Key<Form.Map> STARTUP =
            probe("startup").means("a check that must pass once after each start; until then the other two wait");
    static final Key<Form.Map> LIVENESS = probe("liveness")
            .means("a check whose failure means that the service is dead, and is restarted unless `otherwise` says"
                    + " something else");
    static final Key<Form.Map> READINESS =
            probe("readiness").means("a check whose failure is told; it can never restart its own service");

    static final Key<Form.Map> PROBES = Key.map("probes", Vocabulary.of("probes", STARTUP, LIVENESS, READINESS))
            .means("how it is seen whether the service works");

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
                    ExecutionKeys.DIRECTORIES,
                    ExecutionKeys.BEFORE_START,
                    ExecutionKeys.RELOAD,
                    ExecutionKeys.STOP,
                    RestartKeys.RESTART,
                    ExecutionKeys.START_TIMEOUT,
                    ReadyKeys.READY,
                    LimitsKeys.LIMITS,
                    HardeningKeys.HARDENING,
                    WatchdogKeys.WATCHDOG,
                    WANTED_BY,
                    TARGET,
                    REQUIRES,
                    WANTS,
                    AFTER,
                    BINDS_TO,
                    PART_OF,
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
                    UNIT,
                    ADOPT)
            .later("credentials", "socket");

    /** The keys of a service that is adopted; somebody else's unit file says the rest. */
    static final List<Key<?>> OF_ADOPTED = List.of(
            PresetKeys.PRESET,
            ADOPT,
            PORT,
            RolloutKeys.UPDATE,
            RolloutKeys.PRE_CHECK,
            REQUIRES,
            WANTS,
            AFTER,
            BINDS_TO,
            PART_OF,
            NEEDS,
            RestartKeys.RESTART,
            LimitsKeys.LIMITS,
            HardeningKeys.HARDENING,
            WatchdogKeys.WATCHDOG,
            PROBES,
            RULES,
            ACTIONS,
            UNIT);

    private ServiceKeys() {}

    private static Key<Form.Map> probe(String name) {
        return Key.map(name, CheckKeys.CHECK);
    }
}
