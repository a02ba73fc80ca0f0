package upkeep.spec;

import upkeep.base.TimeSpan;
import upkeep.spec.Form.Value;

/** What a directory is to be like; see tmpfiles.d(5). */
final class MachineDirectoryKeys {

    static final Key<Value<String>> MODE =
            Key.value("mode", PlaceKeys.MODES).otherwise("`0755`").means("its mode");
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

    static Directory read(Node.Entry entry, Report report) {
        Fields fields = Fields.of(entry, DIRECTORY, report, new java.util.ArrayList<>());
        MountReader.fault(entry.key())
                .or(() ->
                        entry.key().equals("/") ? java.util.Optional.of("it is the root") : java.util.Optional.empty())
                .ifPresent(why -> report.error(
                        entry.keyPosition(),
                        "cannot make a directory " + Quoted.text(entry.key()) + ": " + why,
                        "write the whole path, such as /srv/shop/uploads"));
        return new Directory(
                entry.key(),
                entry.keyPosition(),
                fields.read(MODE).orElse("0755"),
                fields.read(USER),
                fields.read(GROUP),
                fields.read(AGE));
    }
}
