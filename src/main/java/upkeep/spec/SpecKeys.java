package upkeep.spec;

import java.util.List;
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
    static final Key<Values<UnitName>> TARGET_WANTED_BY = Key.values(
                    "wanted-by", Kinds.WANTED_BY, List.of(Defaults.WANTED_BY))
            .means("what starts it");

    static final Vocabulary TARGET = Vocabulary.of("a target", TARGET_DESCRIPTION, TARGET_WANTED_BY);

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

    static final Vocabulary SETTINGS =
            Vocabulary.of("settings", EVERY, TIMEOUT, ACTIONS, PROBES_PER_HOST).later("mail", "web");

    static final Key<Names<Form.Map>> SERVICES = Key.names(
                    "services", Kinds.NAME_PATTERN, new Form.Map(ServiceKeys.SERVICE))
            .means("name → a service");
    static final Key<Names<Form.Map>> TARGETS =
            Key.names("targets", Kinds.NAME_PATTERN, new Form.Map(TARGET)).means("name → a target");
    static final Key<Names<Form.Map>> CHECKS = Key.names("checks", Kinds.NAME_PATTERN, new Form.Map(CheckKeys.CHECK))
            .means("name → a check that belongs to no service");
    static final Key<Form.Map> ALL_SETTINGS =
            Key.map("settings", SETTINGS).means("what holds where a check does not say so itself");

    static final Vocabulary SPEC = Vocabulary.of("a spec", SERVICES, TARGETS, CHECKS, ALL_SETTINGS)
            .later("timers", "receivers", "alerts", "maintenance");

    private SpecKeys() {}
}
