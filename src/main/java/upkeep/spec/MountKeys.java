package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.UnitType;

/** What is mounted where, and what is swapped to; see systemd.mount(5), systemd.automount(5), systemd.swap(5). */
final class MountKeys {

    static final String MOUNT_SECTION = "Mount";
    static final String AUTOMOUNT_SECTION = "Automount";
    static final String SWAP_SECTION = "Swap";

    /** What an entry that is named by its path can be called. */
    static final String PATH_PATTERN = "^/.*$";

    /** File systems that are not there before the network is, as systemd knows them. */
    private static final Set<String> REMOTE = Set.of(
            "afs",
            "ceph",
            "cifs",
            "gfs",
            "gfs2",
            "ncp",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "orangefs",
            "pvfs2",
            "smb3",
            "smbfs",
            "davfs",
            "glusterfs",
            "lustre",
            "sshfs");

    private static final Kind<String> OPTION = Kind.text(
                    text -> text.isEmpty() || text.contains(",")
                            ? Optional.of(text.isEmpty() ? "it is empty" : "it is more than one")
                            : Kinds.fault(text, false),
                    "write a list: [noatime, nodev]")
            .called("option")
            .matching("^[^,\\r\\n]+$");

    private static final Kind<String> FILE_SYSTEM = Kind.text(
                    text -> text.matches("[A-Za-z0-9_.-]{1,64}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a file system"),
                    "write such as ext4, nfs or tmpfs")
            .called("file system")
            .matching("^[A-Za-z0-9_.-]{1,64}$");

    static final DirectiveKey<Value<String>> WHAT = DirectiveKey.line(
            MOUNT_SECTION,
            "What",
            Key.value("what", Kinds.LINE)
                    .need()
                    .means(
                            "the device, such as `/dev/disk/by-label/data` or `UUID=…`, the share, such as `host:/path`, or"
                                    + " a name for what has none"));

    static final List<DirectiveKey<?>> OF_MOUNT = List.of(
            WHAT,
            DirectiveKey.line(
                    MOUNT_SECTION,
                    "Type",
                    Key.value("type", FILE_SYSTEM)
                            .otherwise("found out by mount(8)")
                            .means("the file system")),
            options(MOUNT_SECTION),
            DirectiveKey.word(
                    MOUNT_SECTION,
                    "DirectoryMode",
                    Key.value("directory-mode", PlaceKeys.MODES)
                            .otherwise("`0755`")
                            .means("the mode of directories that are made on the way to it")),
            timeout(MOUNT_SECTION),
            flag("SloppyOptions", "sloppy-options", "options that are not known are passed over"),
            flag("LazyUnmount", "lazy-unmount", "it is taken away at once, and really once nobody uses it"),
            flag("ForceUnmount", "force-unmount", "also if the server does not answer"),
            flag("ReadWriteOnly", "read-write-only", "it fails if it can only be read"));

    static final DirectiveKey<Value<TimeSpan>> IDLE = DirectiveKey.word(
            AUTOMOUNT_SECTION,
            "TimeoutIdleSec",
            Key.value("idle-timeout", Kinds.NOT_ZERO)
                    .otherwise("`infinity`")
                    .means("after how long without use it is unmounted again"));
    static final Key<Brief> AUTOMOUNT = Key.brief("automount", Vocabulary.of("automount", IDLE.key()), IDLE.key())
            .means("it is mounted when somebody looks at it, and not before; `{}`, or for how long");

    static final Key<Values<UnitName>> WANTED_BY = Key.values("wanted-by", Kinds.WANTED_BY)
            .otherwise("`local-fs.target`; `remote-fs.target` for what comes over the network")
            .means("what mounts it");
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.MOUNT);

    static final Vocabulary MOUNT = OwnUnitKeys.vocabulary("a mount", OF_MOUNT, List.of(AUTOMOUNT, WANTED_BY), UNIT);

    static final DirectiveKey<Value<Integer>> PRIORITY = DirectiveKey.word(
            SWAP_SECTION,
            "Priority",
            Key.value("priority", Kind.whole(0, 32_767))
                    .otherwise("the kernel's")
                    .means("the highest is used first"));

    static final List<DirectiveKey<?>> OF_SWAP = List.of(PRIORITY, options(SWAP_SECTION), timeout(SWAP_SECTION));

    static final Key<Values<UnitName>> SWAP_WANTED_BY =
            Key.values("wanted-by", Kinds.WANTED_BY).otherwise("`swap.target`").means("what turns it on");
    static final Key<Names<Names<Values<String>>>> SWAP_UNIT = PassThroughKeys.of(UnitType.SWAP);

    static final Vocabulary SWAP = OwnUnitKeys.vocabulary("a swap", OF_SWAP, List.of(SWAP_WANTED_BY), SWAP_UNIT);

    private MountKeys() {}

    /** Whether a mount of these directives needs the network. */
    static boolean isRemote(List<SetDirective> directives) {
        return options(directives).contains("_netdev")
                || directives.stream()
                        .filter(directive -> directive.key().equals("Type"))
                        .map(SetDirective::text)
                        .map(name -> name.startsWith("fuse.") ? name.substring(5) : name)
                        .anyMatch(REMOTE::contains);
    }

    /** The options of a mount of these directives. */
    static List<String> options(List<SetDirective> directives) {
        return directives.stream()
                .filter(directive -> directive.key().equals("Options"))
                .flatMap(directive -> Stream.of(directive.text().split(",", -1)))
                .toList();
    }

    private static DirectiveKey<Values<String>> options(String section) {
        Key<Values<String>> key = Key.values("options", OPTION).means("`Options=`: as for mount(8), each by itself");
        return new DirectiveKey<>(key, (fields, to) -> {
            List<String> options = fields.list(key).stream().map(Located::value).toList();
            if (!options.isEmpty()) {
                to.add(section, "Options", new Content.Line(String.join(",", options)), fields, key);
            }
        });
    }

    private static DirectiveKey<Value<TimeSpan>> timeout(String section) {
        return DirectiveKey.word(
                section,
                "TimeoutSec",
                Key.value("timeout", Kinds.NOT_ZERO).otherwise("`1min 30s`").means("how long mounting may take"));
    }

    private static DirectiveKey<Value<Boolean>> flag(String directive, String name, String meaning) {
        return DirectiveKey.word(
                MOUNT_SECTION,
                directive,
                Key.value(name, Kinds.YES_OR_NO).otherwise("`false`").means(meaning));
    }
}
