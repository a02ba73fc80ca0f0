package upkeep.render;

import static upkeep.render.Circumstance.IMPLIES_NO_NEW_PRIVILEGES;
import static upkeep.render.Circumstance.JUST_IN_TIME;
import static upkeep.render.Circumstance.KEEPS_CAPABILITIES;
import static upkeep.render.Circumstance.LIES_IN_HOME;
import static upkeep.render.Circumstance.LIES_IN_TMP;
import static upkeep.render.Circumstance.TALKS_TO_OTHERS;
import static upkeep.render.Circumstance.USES_THE_NETWORK;
import static upkeep.spec.Hardening.Level.BASELINE;
import static upkeep.spec.Hardening.Level.PARANOID;
import static upkeep.spec.Hardening.Level.STRICT;
import static upkeep.spec.Permission.ADDRESS_FAMILIES;
import static upkeep.spec.Permission.CLOCK;
import static upkeep.spec.Permission.CONTROL_GROUPS;
import static upkeep.spec.Permission.DEBUG_PROCESSES;
import static upkeep.spec.Permission.DEVICES;
import static upkeep.spec.Permission.FOREIGN_PROGRAMS;
import static upkeep.spec.Permission.HOME_DIRECTORIES;
import static upkeep.spec.Permission.HOSTNAME;
import static upkeep.spec.Permission.KERNEL_LOGS;
import static upkeep.spec.Permission.KERNEL_MODULES;
import static upkeep.spec.Permission.KERNEL_SETTINGS;
import static upkeep.spec.Permission.NAMESPACES;
import static upkeep.spec.Permission.OTHER_PROCESSES;
import static upkeep.spec.Permission.OTHER_USERS;
import static upkeep.spec.Permission.RAW_IO;
import static upkeep.spec.Permission.READABLE_FILES;
import static upkeep.spec.Permission.REALTIME;
import static upkeep.spec.Permission.SETUID_FILES;
import static upkeep.spec.Permission.SETUID_PROGRAMS;
import static upkeep.spec.Permission.SHARED_IPC;
import static upkeep.spec.Permission.SHARED_TMP;
import static upkeep.spec.Permission.SYSTEM_CALLS;
import static upkeep.spec.Permission.SYSTEM_STATISTICS;

import java.util.List;
import java.util.stream.Stream;

/** Everything that hardening takes away: which directive, from which level on, and what stands in its way. */
final class Protections {

    /** In the order in which they are written; systemd.exec(5) and systemd.resource-control(5) say what each does. */
    static final List<Protection> TABLE = List.of(
            Protection.of("NoNewPrivileges", "get rights from setuid programs")
                    .from(BASELINE, "yes")
                    .unless(SETUID_PROGRAMS),
            Protection.of("ProtectSystem", "change the system's files")
                    .from(BASELINE, "full")
                    .from(STRICT, "strict"),
            Protection.of("ProtectHome", "see or change what lies in /home, /root and /run/user")
                    .from(BASELINE, "read-only")
                    .from(STRICT, "yes")
                    .unless(HOME_DIRECTORIES)
                    .atMost(BASELINE, LIES_IN_HOME),
            Protection.of("PrivateTmp", "meet others in /tmp and /var/tmp")
                    .from(BASELINE, "yes")
                    .unless(SHARED_TMP)
                    .unless(LIES_IN_TMP),
            // The others that change its mounts bring it along; it is written because not every systemd-analyze knows
            // that.
            Protection.of("PrivateMounts", "make mounts that others see").from(BASELINE, "yes"),
            Protection.of("PrivateDevices", "open devices")
                    .from(STRICT, "yes")
                    .unless(DEVICES, RAW_IO)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("PrivateIPC", "share memory and message queues with other services")
                    .from(STRICT, "yes")
                    .unless(SHARED_IPC),
            Protection.of("RemoveIPC", "leave shared memory behind")
                    .from(STRICT, "yes")
                    .unless(SHARED_IPC),
            Protection.of("PrivateUsers", "tell other users apart, or act as one")
                    .from(PARANOID, "yes")
                    .unless(OTHER_USERS, SETUID_PROGRAMS)
                    .unless(KEEPS_CAPABILITIES),
            Protection.of("PrivateNetwork", "use the network")
                    .from(BASELINE, "yes")
                    .unless(USES_THE_NETWORK),
            Protection.of("IPAddressDeny", "talk to other machines")
                    .from(BASELINE, "any")
                    .unless(TALKS_TO_OTHERS)
                    .along("IPAddressAllow", "localhost")
                    .collecting(),
            Protection.of("ProtectClock", "set the clock, or ask how it is kept")
                    .from(BASELINE, "yes")
                    // It closes all devices but the clock.
                    .unless(CLOCK, DEVICES, RAW_IO)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("ProtectHostname", "change the name of the machine")
                    .from(BASELINE, "yes")
                    .unless(HOSTNAME)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("ProtectKernelTunables", "change settings of the kernel")
                    .from(BASELINE, "yes")
                    .unless(KERNEL_SETTINGS)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("ProtectKernelModules", "load kernel modules")
                    .from(BASELINE, "yes")
                    .unless(KERNEL_MODULES)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("ProtectKernelLogs", "read the kernel's log")
                    .from(BASELINE, "yes")
                    .unless(KERNEL_LOGS)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("ProtectControlGroups", "change control groups")
                    .from(BASELINE, "yes")
                    .unless(CONTROL_GROUPS),
            Protection.of("ProtectProc", "see the processes of other users")
                    .from(STRICT, "invisible")
                    .unless(OTHER_PROCESSES, DEBUG_PROCESSES),
            Protection.of("ProcSubset", "read what /proc tells of the machine")
                    .from(PARANOID, "pid")
                    .unless(SYSTEM_STATISTICS, OTHER_PROCESSES, DEBUG_PROCESSES, KERNEL_SETTINGS),
            Protection.of("RestrictNamespaces", "make name spaces")
                    .from(STRICT, "yes")
                    .unless(NAMESPACES)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("RestrictRealtime", "ask for realtime scheduling")
                    .from(BASELINE, "yes")
                    .unless(REALTIME)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("RestrictSUIDSGID", "make files setuid or setgid")
                    .from(BASELINE, "yes")
                    .unless(SETUID_FILES)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("LockPersonality", "take on the personality of another system")
                    .from(BASELINE, "yes")
                    .unless(FOREIGN_PROGRAMS)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("MemoryDenyWriteExecute", "run memory that it has written")
                    .from(PARANOID, "yes")
                    .unless(JUST_IN_TIME)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES),
            Protection.of("CapabilityBoundingSet", "use more of root's rights than these")
                    .from(STRICT, need -> List.of(String.join(" ", Grant.capabilities(need.permissions()))))
                    .unless(SETUID_PROGRAMS)
                    .collecting(),
            Protection.of("RestrictAddressFamilies", "open sockets of other kinds than these")
                    .from(STRICT, need -> List.of(String.join(" ", Grant.families(need.permissions(), need.network()))))
                    .unless(ADDRESS_FAMILIES)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES)
                    .collecting(),
            Protection.of("SystemCallArchitectures", "make system calls of another architecture")
                    .from(BASELINE, "native")
                    .unless(FOREIGN_PROGRAMS)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES)
                    .collecting(),
            Protection.of("SystemCallFilter", "make other system calls than these")
                    .from(STRICT, need -> calls(need, "@system-service"))
                    .from(PARANOID, need -> calls(need, "@system-service", "~@privileged @resources"))
                    .unless(SYSTEM_CALLS)
                    .unless(IMPLIES_NO_NEW_PRIVILEGES)
                    // Else such a call would end the process.
                    .along("SystemCallErrorNumber", "EPERM")
                    .collecting(),
            Protection.of("UMask", "make files that everybody may read")
                    .from(STRICT, "0027")
                    .from(PARANOID, "0077")
                    .unless(READABLE_FILES));

    private Protections() {}

    /** Lines in the order in which systemd applies them: all of these, without those, and with what is needed after all. */
    private static List<String> calls(Sandbox.Need need, String... lines) {
        List<String> needed = Grant.calls(need.permissions());
        Stream<String> last = needed.isEmpty() ? Stream.of() : Stream.of(String.join(" ", needed));
        return Stream.concat(Stream.of(lines), last).toList();
    }
}
