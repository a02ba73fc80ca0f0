package upkeep.spec;

import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;

/** What the file of a preset says. */
final class PresetFileKeys {

    static final Key<Value<String>> PARAMETER_DESCRIPTION =
            Key.value("description", Kinds.LINE).means("what it is, for whoever forgets it");
    static final Key<Value<String>> DEFAULT =
            Key.value("default", PresetKeys.VALUE).means("without it, the parameter must be written");

    static final Vocabulary PARAMETER = Vocabulary.of("a parameter", PARAMETER_DESCRIPTION, DEFAULT);

    static final Key<Value<String>> DESCRIPTION =
            Key.value("description", Kinds.LINE).means("what `upkeep presets` says of it");
    static final Key<Names<Form.Map>> PARAMETERS = Key.names("parameters", Kinds.NAME_PATTERN, new Form.Map(PARAMETER))
            .means("name → a parameter; not `name`, `service`, `port` or `instance`");
    static final Key<Form.Map> SERVICE =
            Key.map("service", ServiceKeys.SERVICE).need().means("keys of a [service](#a-service), but not `preset`");
    static final Key<Names<Form.Map>> CHECKS = Key.names("checks", Kinds.NAME_PATTERN, new Form.Map(CheckKeys.CHECK))
            .means("the ending of a name → a [check](#a-check)");

    /** The keys of a preset's file. */
    static final Vocabulary FILE = Vocabulary.of("a preset", DESCRIPTION, PARAMETERS, SERVICE, CHECKS);

    private PresetFileKeys() {}
}
