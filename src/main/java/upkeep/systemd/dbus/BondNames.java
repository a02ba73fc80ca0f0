package upkeep.systemd.dbus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.UnitName;

/** The units in one of a unit's dependency lists that can take it down with them, the first {@value #LIMIT}. */
record BondNames(Set<UnitName> units) {

    static final int LIMIT = 64;

    private static final Set<String> TYPES =
            Set.of("service", "socket", "mount", "automount", "swap", "device", "path", "timer", "target");

    /** What every unit hangs on by default, and the milestones of the boot, systemd.special(7): these do not fail. */
    private static final Set<String> BOOT = Set.of(
            "-.mount",
            "basic.target",
            "cryptsetup.target",
            "default.target",
            "emergency.target",
            "final.target",
            "first-boot-complete.target",
            "getty.target",
            "graphical.target",
            "integritysetup.target",
            "local-fs-pre.target",
            "local-fs.target",
            "multi-user.target",
            "network-online.target",
            "network-pre.target",
            "network.target",
            "nss-lookup.target",
            "nss-user-lookup.target",
            "paths.target",
            "remote-cryptsetup.target",
            "remote-fs-pre.target",
            "remote-fs.target",
            "remote-veritysetup.target",
            "rescue.target",
            "rpcbind.target",
            "shutdown.target",
            "slices.target",
            "sockets.target",
            "swap.target",
            "sysinit.target",
            "time-set.target",
            "time-sync.target",
            "timers.target",
            "umount.target",
            "veritysetup.target");

    BondNames {
        units = Set.copyOf(units);
    }

    /** Takes an {@code as}, which dbus-java gives as a list or an array by circumstance. */
    static BondNames of(Object value) {
        Stream<?> all = switch (value) {
            case List<?> list -> list.stream();
            case Object[] array -> Arrays.stream(array);
            default -> Stream.empty();
        };
        return new BondNames(all.filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(name -> !BOOT.contains(name))
                .map(UnitName::parse)
                .flatMap(Optional::stream)
                .filter(unit -> TYPES.contains(unit.type()))
                .limit(LIMIT)
                .collect(Collectors.toUnmodifiableSet()));
    }
}
