package upkeep.render;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import upkeep.spec.Hardening;
import upkeep.spec.Permission;

/**
 * What one permission needs of the three directives that list what is left: capabilities (capabilities(7)), families of
 * addresses, and system calls beyond {@code @system-service} or taken out of it again ({@code systemd-analyze
 * syscall-filter}).
 */
record Grant(List<String> capabilities, List<String> families, List<String> calls) {

    private static final Grant NONE = new Grant(List.of(), List.of(), List.of());

    static Grant of(Permission permission) {
        return switch (permission) {
            case BIND_LOW_PORT -> capabilities("CAP_NET_BIND_SERVICE");
            case CHANGE_USER ->
                capabilities("CAP_KILL", "CAP_SETGID", "CAP_SETUID").calls("@setuid");
            case FILES_OF_OTHERS ->
                capabilities("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID")
                        .calls("@chown");
            case CHROOT -> capabilities("CAP_SYS_CHROOT").calls("chroot");
            case RAW_NETWORK -> capabilities("CAP_NET_RAW").families("AF_NETLINK", "AF_PACKET");
            case NETWORK_SETTINGS -> capabilities("CAP_NET_ADMIN").families("AF_NETLINK");
            case NETWORK_INTERFACES -> NONE.families("AF_NETLINK");
            case RAW_IO -> capabilities("CAP_SYS_RAWIO").calls("@raw-io");
            case CLOCK -> capabilities("CAP_SYS_TIME", "CAP_WAKE_ALARM").calls("@clock");
            case REALTIME -> capabilities("CAP_SYS_NICE").calls("@resources");
            case RAISE_LIMITS -> capabilities("CAP_SYS_RESOURCE").calls("@resources");
            case LOCK_MEMORY -> capabilities("CAP_IPC_LOCK");
            case MOUNT -> capabilities("CAP_SYS_ADMIN").calls("@mount");
            case NAMESPACES -> NONE.calls("@mount", "@setuid", "sethostname", "setdomainname");
            case KERNEL_LOGS -> capabilities("CAP_SYSLOG").calls("syslog");
            case KERNEL_MODULES -> capabilities("CAP_SYS_MODULE").calls("@module");
            case HOSTNAME -> capabilities("CAP_SYS_ADMIN").calls("sethostname", "setdomainname");
            case AUDIT -> capabilities("CAP_AUDIT_WRITE").families("AF_NETLINK");
            case DEBUG_PROCESSES -> capabilities("CAP_SYS_PTRACE").calls("@debug");
            // What gives up or takes rights when it begins must be able to.
            case SETUID_PROGRAMS -> NONE.calls("@chown", "@setuid", "capset");
            case ADDRESS_FAMILIES,
                    DEVICES,
                    KERNEL_SETTINGS,
                    CONTROL_GROUPS,
                    OTHER_PROCESSES,
                    SYSTEM_STATISTICS,
                    OTHER_USERS,
                    SHARED_IPC,
                    SHARED_TMP,
                    READABLE_FILES,
                    HOME_DIRECTORIES,
                    SETUID_FILES,
                    FOREIGN_PROGRAMS,
                    SYSTEM_CALLS -> NONE;
        };
    }

    private static Grant capabilities(String... names) {
        return new Grant(List.of(names), List.of(), List.of());
    }

    private Grant families(String... names) {
        return new Grant(capabilities, List.of(names), calls);
    }

    private Grant calls(String... names) {
        return new Grant(capabilities, families, List.of(names));
    }

    /** All capabilities that these need, in the order of the alphabet. */
    static List<String> capabilities(Collection<Permission> permissions) {
        return all(permissions, Grant::capabilities);
    }

    /** The families of addresses that are left. */
    static List<String> families(Collection<Permission> permissions, Hardening.Network network) {
        List<String> internet = network == Hardening.Network.NONE ? List.of() : List.of("AF_INET", "AF_INET6");
        // Always among them: sd_notify, the journal and D-Bus are sockets of the machine.
        return Stream.of(List.of("AF_UNIX"), internet, all(permissions, Grant::families))
                .flatMap(List::stream)
                .toList();
    }

    /** The system calls beyond the usual ones. */
    static List<String> calls(Collection<Permission> permissions) {
        return all(permissions, Grant::calls);
    }

    private static List<String> all(Collection<Permission> permissions, Function<Grant, List<String>> part) {
        Set<String> names = new TreeSet<>();
        permissions.forEach(permission -> names.addAll(part.apply(of(permission))));
        return List.copyOf(names);
    }
}
