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

    static final Key<Value<String>> WHAT = Key.value("what", Kinds.LINE)
            .need()
            .means(
                    "`What=`: the device, such as `/dev/disk/by-label/data` or `UUID=…`, the share, such as `host:/path`, or"
                            + " a name for what has none");
    static final Key<Value<String>> TYPE =
            Key.value("type", FILE_SYSTEM).otherwise("found out by mount(8)").means("`Type=`: the file system");
    static final Key<Values<String>> OPTIONS =
            Key.values("options", OPTION).means("`Options=`: as for mount(8), each by itself");
    static final Key<Value<String>> DIRECTORY_MODE = Key.value("directory-mode", PlaceKeys.MODES)
            .otherwise("`0755`")
            .means("`DirectoryMode=`: the mode of directories that are made on the way to it");
    static final Key<Value<TimeSpan>> TIMEOUT = Key.value("timeout", Kinds.NOT_ZERO)
            .otherwise("`1min 30s`")
            .means("`TimeoutSec=`: how long mounting may take");

    private static final List<UnitDirectiveKey> FLAGS = List.of(
            UnitDirectiveKey.value(
                    flag("sloppy-options").means("`SloppyOptions=`: options that are not known are passed over"),
                    MOUNT_SECTION,
                    "SloppyOptions"),
            UnitDirectiveKey.value(
                    flag("lazy-unmount")
                            .means("`LazyUnmount=`: it is taken away at once, and really once nobody uses it"),
                    MOUNT_SECTION,
                    "LazyUnmount"),
            UnitDirectiveKey.value(
                    flag("force-unmount").means("`ForceUnmount=`: also if the server does not answer"),
                    MOUNT_SECTION,
                    "ForceUnmount"),
            UnitDirectiveKey.value(
                    flag("read-write-only").means("`ReadWriteOnly=`: it fails if it can only be read"),
                    MOUNT_SECTION,
                    "ReadWriteOnly"));

    static final Key<Value<TimeSpan>> IDLE = Key.value("idle-timeout", Kinds.NOT_ZERO)
            .otherwise("`infinity`")
            .means("`TimeoutIdleSec=`: after how long without use it is unmounted again");
    static final Key<Brief> AUTOMOUNT = Key.brief("automount", Vocabulary.of("automount", IDLE), IDLE)
            .means("it is mounted when somebody looks at it, and not before; `{}`, or for how long");

    static final Key<Values<UnitName>> WANTED_BY = Key.values("wanted-by", Kinds.WANTED_BY)
            .otherwise("`local-fs.target`; `remote-fs.target` for what comes over the network")
            .means("what mounts it");
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.MOUNT);

    static final Vocabulary MOUNT = Vocabulary.of(
            "a mount",
            ServiceKeys.DESCRIPTION,
            WHAT,
            TYPE,
            OPTIONS,
            DIRECTORY_MODE,
            TIMEOUT,
            FLAGS.get(0).key(),
            FLAGS.get(1).key(),
            FLAGS.get(2).key(),
            FLAGS.get(3).key(),
            AUTOMOUNT,
            WANTED_BY,
            OwnUnitKeys.REQUIRES,
            ServiceKeys.BINDS_TO,
            ServiceKeys.WANTS,
            ServiceKeys.AFTER,
            ServiceKeys.PART_OF,
            UNIT);

    static final Key<Value<Integer>> PRIORITY = Key.value("priority", Kind.whole(0, 32_767))
            .otherwise("the kernel's")
            .means("`Priority=`: the highest is used first");
    static final Key<Values<UnitName>> SWAP_WANTED_BY =
            Key.values("wanted-by", Kinds.WANTED_BY).otherwise("`swap.target`").means("what turns it on");
    static final Key<Names<Names<Values<String>>>> SWAP_UNIT = PassThroughKeys.of(UnitType.SWAP);

    static final Vocabulary SWAP = Vocabulary.of(
            "a swap",
            ServiceKeys.DESCRIPTION,
            PRIORITY,
            OPTIONS,
            TIMEOUT,
            SWAP_WANTED_BY,
            OwnUnitKeys.REQUIRES,
            ServiceKeys.BINDS_TO,
            ServiceKeys.WANTS,
            ServiceKeys.AFTER,
            ServiceKeys.PART_OF,
            SWAP_UNIT);

    private MountKeys() {}

    static List<UnitDirectiveKey> mountManners() {
        return Stream.concat(
                        Stream.of(
                                UnitDirectiveKey.value(DIRECTORY_MODE, MOUNT_SECTION, "DirectoryMode"),
                                UnitDirectiveKey.value(TIMEOUT, MOUNT_SECTION, "TimeoutSec")),
                        FLAGS.stream())
                .toList();
    }

    static List<UnitDirectiveKey> swapManners() {
        return List.of(
                UnitDirectiveKey.value(PRIORITY, SWAP_SECTION, "Priority"),
                UnitDirectiveKey.value(TIMEOUT, SWAP_SECTION, "TimeoutSec"));
    }

    static boolean isRemote(Optional<String> type, List<String> options) {
        return options.contains("_netdev")
                || type.map(name -> name.startsWith("fuse.") ? name.substring(5) : name)
                        .filter(REMOTE::contains)
                        .isPresent();
    }

    private static Key<Value<Boolean>> flag(String name) {
        return Key.value(name, Kinds.YES_OR_NO).otherwise("`false`");
    }
}
