package upkeep.spec;

/**
 * What an application may need that hardening takes away. The list is closed: each is something that can be said of an
 * application without knowing systemd, and {@code render} knows which directives stand in its way.
 */
public enum Permission {
    /** Listens on a port below 1024. */
    BIND_LOW_PORT,
    /** Becomes other users, and signals what runs as them, as servers do whose master runs as root. */
    CHANGE_USER,
    /** Reads, writes or gives away files whatever their owner and mode. */
    FILES_OF_OTHERS,
    /** Moves its root directory, as servers that lock their workers up. */
    CHROOT,
    /** Sends and receives packets below TCP and UDP: ping, DHCP, packet capture. */
    RAW_NETWORK,
    /** Changes addresses, routes, firewall rules. */
    NETWORK_SETTINGS,
    /** Asks the kernel which addresses and links there are (AF_NETLINK). */
    NETWORK_INTERFACES,
    /** Uses families of addresses other than local sockets, IPv4 and IPv6: Bluetooth, CAN, vsock. */
    ADDRESS_FAMILIES,
    /** Opens devices: disks, serial lines, GPUs. */
    DEVICES,
    /** Speaks to hardware directly: I/O ports, raw disk commands. */
    RAW_IO,
    /** Reads the state of the clock, or sets it. */
    CLOCK,
    /** Asks for realtime or other scheduling, for processors and nodes. */
    REALTIME,
    /** Raises its own limits beyond what systemd gave it. */
    RAISE_LIMITS,
    /** Locks much memory, so that it is not swapped out. */
    LOCK_MEMORY,
    /** Mounts file systems; only it sees them. */
    MOUNT,
    /** Makes name spaces: containers, sandboxes of its own such as a browser's. */
    NAMESPACES,
    /** Reads or clears the kernel's log. */
    KERNEL_LOGS,
    /** Loads kernel modules. */
    KERNEL_MODULES,
    /** Changes kernel settings below /proc/sys and /sys. */
    KERNEL_SETTINGS,
    /** Writes below /sys/fs/cgroup. */
    CONTROL_GROUPS,
    /** Changes the name of the machine, or has to see when it changes. */
    HOSTNAME,
    /** Writes records for the audit log, as what logs users in. */
    AUDIT,
    /** Sees the processes of other users. */
    OTHER_PROCESSES,
    /** Reads what /proc tells of the machine: memory, processors, load. */
    SYSTEM_STATISTICS,
    /** Looks into other processes: debuggers, profilers. */
    DEBUG_PROCESSES,
    /** Tells other users apart: owners of files, who is at the other end of a local socket. */
    OTHER_USERS,
    /** Shares memory, semaphores or message queues with other services, or leaves them behind. */
    SHARED_IPC,
    /** Exchanges files with others in /tmp and /var/tmp. */
    SHARED_TMP,
    /** Makes files that everybody may read. */
    READABLE_FILES,
    /** Reads and writes /home, /root and /run/user. */
    HOME_DIRECTORIES,
    /** Runs programs that get rights by being run: sudo, mail's sendmail, ping. */
    SETUID_PROGRAMS,
    /** Makes files or directories setuid or setgid. */
    SETUID_FILES,
    /** Runs programs of another architecture, such as 32 bit, or under another personality. */
    FOREIGN_PROGRAMS,
    /** Makes system calls that ordinary services do not: io_uring, bpf, keyctl and the like. */
    SYSTEM_CALLS
}
