package upkeep.spec;

/**
 * What an application may need that hardening takes away. The list is closed: each is something that can be said of an
 * application without knowing systemd, and {@code render} knows which directives stand in its way.
 */
public enum Permission {
    BIND_LOW_PORT("listens on a port below 1024"),
    CHANGE_USER("becomes other users, and signals what runs as them, as servers do whose master runs as root"),
    FILES_OF_OTHERS("reads, writes or gives away files whatever their owner and mode"),
    CHROOT("moves its root directory, as servers that lock their workers up"),
    RAW_NETWORK("sends and receives packets below TCP and UDP: ping, DHCP, packet capture"),
    NETWORK_SETTINGS("changes addresses, routes, firewall rules"),
    NETWORK_INTERFACES("asks the kernel which addresses and links there are (AF_NETLINK)"),
    ADDRESS_FAMILIES("uses families of addresses other than local sockets, IPv4 and IPv6: Bluetooth, CAN, vsock"),
    DEVICES("opens devices: disks, serial lines, GPUs"),
    RAW_IO("speaks to hardware directly: I/O ports, raw disk commands"),
    CLOCK("reads the state of the clock, or sets it"),
    REALTIME("asks for realtime or other scheduling, for processors and nodes"),
    RAISE_LIMITS("raises its own limits beyond what systemd gave it"),
    LOCK_MEMORY("locks much memory, so that it is not swapped out"),
    MOUNT("mounts file systems; only it sees them"),
    NAMESPACES("makes name spaces: containers, sandboxes of its own such as a browser's"),
    KERNEL_LOGS("reads or clears the kernel's log"),
    KERNEL_MODULES("loads kernel modules"),
    KERNEL_SETTINGS("changes kernel settings below /proc/sys and /sys"),
    CONTROL_GROUPS("writes below /sys/fs/cgroup"),
    HOSTNAME("changes the name of the machine, or has to see when it changes"),
    AUDIT("writes records for the audit log, as what logs users in"),
    OTHER_PROCESSES("sees the processes of other users"),
    SYSTEM_STATISTICS("reads what /proc tells of the machine: memory, processors, load"),
    DEBUG_PROCESSES("looks into other processes: debuggers, profilers"),
    OTHER_USERS("tells other users apart: owners of files, who is at the other end of a local socket"),
    SHARED_IPC("shares memory, semaphores or message queues with other services, or leaves them behind"),
    SHARED_TMP("exchanges files with others in /tmp and /var/tmp"),
    READABLE_FILES("makes files that everybody may read"),
    HOME_DIRECTORIES("reads and writes /home, /root and /run/user"),
    SETUID_PROGRAMS("runs programs that get rights by being run: sudo, mail's sendmail, ping"),
    SETUID_FILES("makes files or directories setuid or setgid"),
    FOREIGN_PROGRAMS("runs programs of another architecture, such as 32 bit, or under another personality"),
    SYSTEM_CALLS("makes system calls that ordinary services do not: io_uring, bpf, keyctl and the like");

    private final String meaning;

    Permission(String meaning) {
        this.meaning = meaning;
    }

    /** What the application does, on one line, as in "an application that MEANING". */
    public String meaning() {
        return meaning;
    }
}
