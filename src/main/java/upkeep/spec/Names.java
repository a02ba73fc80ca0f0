package upkeep.spec;

import java.util.List;
import java.util.Set;
import upkeep.base.SourcePos;

/** The names that services, targets and checks may have. */
final class Names {

    /** Units that upkeep, systemd and the bus cannot do without; see systemd.special(7). */
    private static final Set<String> SERVICES = Set.of(
            "upkeep",
            "upkeepd",
            "dbus",
            "dbus-broker",
            "dbus-org",
            "polkit",
            "getty",
            "rescue",
            "emergency",
            "user",
            "display-manager");

    private static final Set<String> TARGETS = Set.of(("basic bluetooth boot-complete cryptsetup cryptsetup-pre"
                    + " ctrl-alt-del default emergency exit factory-reset final first-boot-complete getty getty-pre"
                    + " graphical halt hibernate hybrid-sleep initrd integritysetup integritysetup-pre kbrequest kexec"
                    + " local-fs local-fs-pre machines multi-user network network-online network-pre nss-lookup"
                    + " nss-user-lookup paths poweroff printer reboot remote-cryptsetup remote-fs remote-fs-pre"
                    + " remote-veritysetup rescue rpcbind runlevel shutdown sigpwr sleep slices smartcard sockets"
                    + " soft-reboot sound storage-target-mode suspend suspend-then-hibernate swap sysinit"
                    + " system-update system-update-pre time-set time-sync timers tpm2 umount usb-gadget veritysetup"
                    + " veritysetup-pre")
            .split(" "));

    private static final Set<String> SLICES = Set.of("system", "user", "machine", "init");

    private static final List<String> PREFIXES = List.of("upkeep-", "systemd-");

    private Names() {}

    /** Reports a name that a service ({@code adopted}: only by that name within upkeep) cannot have. */
    static void checkService(Node.Entry entry, boolean adopted, Report report) {
        checkForm("service", entry, report);
        if (!adopted && (SERVICES.contains(entry.key()) || PREFIXES.stream().anyMatch(entry.key()::startsWith))) {
            report.error(
                    entry.keyPosition(),
                    "cannot name a service " + Quoted.text(entry.key()) + ": the system has a unit of that name",
                    "choose another name; to watch the system's own write adopt:");
        }
    }

    /** Reports a name that a timer or path cannot have; {@code withService}: nor a service. */
    static void checkTrigger(String what, Node.Entry entry, boolean withService, Report report) {
        if (withService) {
            checkService(entry, false, report);
            return;
        }
        checkForm(what, entry, report);
        if (PREFIXES.stream().anyMatch(entry.key()::startsWith)) {
            report.error(
                    entry.keyPosition(),
                    "cannot name a " + what + " " + Quoted.text(entry.key()) + ": the system has a unit of that name",
                    "choose another name");
        }
    }

    static void checkSlice(Node.Entry entry, Report report) {
        checkForm("slice", entry, report);
        if (SLICES.contains(entry.key())) {
            report.error(
                    entry.keyPosition(),
                    "cannot name a slice " + Quoted.text(entry.key()) + ": the system has a unit of that name",
                    "a slice within it is called " + entry.key() + "-NAME");
        }
    }

    static void checkTarget(Node.Entry entry, Report report) {
        checkForm("target", entry, report);
        if (TARGETS.contains(entry.key()) || PREFIXES.stream().anyMatch(entry.key()::startsWith)) {
            report.error(
                    entry.keyPosition(),
                    "cannot name a target " + Quoted.text(entry.key()) + ": the system has a unit of that name",
                    "to start with it write wanted-by: " + entry.key() + ".target");
        }
    }

    /** A name, or that of a probe, as units are named after it: an @ would make an instance of it, and no name has an underscore. */
    static String inUnit(String name) {
        return name.replace('/', '.').replace('@', '_');
    }

    /** Reports the name of a service with instances whose target would be one of the system's. */
    static void checkSet(String name, SourcePos position, Report report) {
        if (TARGETS.contains(name)) {
            report.error(
                    position,
                    "cannot gather the instances of " + name + " in " + name
                            + ".target: the system has a unit of that name",
                    "choose another name");
        }
    }

    static void checkForm(String what, Node.Entry entry, Report report) {
        if (!Kinds.isName(entry.key())) {
            report.error(
                    entry.keyPosition(),
                    "cannot name a " + what + " " + Quoted.text(entry.key())
                            + ": a name has a-z, 0-9 and -, begins with a letter and is at most 64 long");
        }
    }
}
