package upkeep.spec;

import upkeep.base.TimeSpan;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** What a directory is to be like; see tmpfiles.d(5). */
final class MachineDirectoryKeys {

    static final Key<Usual<String>> MODE =
            Key.usual("mode", PlaceKeys.MODES, Defaults.DIRECTORY_MODE).means("its mode");
    static final Key<Value<String>> USER = Key.value("user", Kinds.ACCOUNT_NAME)
            .otherwise("`root`")
            .means("whom it belongs to; a system user of that name is created where there is none");
    static final Key<Value<String>> GROUP =
            Key.value("group", Kinds.ACCOUNT_NAME).otherwise("the user's").means("its group; created likewise");
    static final Key<Value<TimeSpan>> AGE = Key.value("age", Kinds.FINITE)
            .otherwise("nothing is deleted")
            .means(
                    "what lies in it, and was not used for so long, is deleted: by systemd-tmpfiles-clean.timer, once a day");

    static final Vocabulary DIRECTORY = Vocabulary.of("a directory of the machine", MODE, USER, GROUP, AGE);

    private MachineDirectoryKeys() {}
}
