package upkeep.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Hardening.Network;

/** Finds keys of one service that contradict each other, or of which one does nothing beside the other. */
final class Together {

    private static final List<String> OF_THE_NETWORK = List.of(
            "IPAddressAllow", "IPAddressDeny", "SocketBindAllow", "SocketBindDeny", "RestrictNetworkInterfaces");

    private static final Map<String, String> MODES = Map.of(
            "StateDirectoryMode", "state",
            "LogsDirectoryMode", "logs",
            "CacheDirectoryMode", "cache",
            "RuntimeDirectoryMode", "runtime",
            "RuntimeDirectoryPreserve", "runtime",
            "ConfigurationDirectoryMode", "configuration");

    private static final Pattern OUTPUT_FILE = Pattern.compile("(?:append|truncate|file):(/.+)");

    private final Fields fields;
    private final Report report;
    private final List<SetDirective> set;

    Together(Fields fields, List<SetDirective> set) {
        this.fields = fields;
        this.report = fields.report();
        this.set = set;
    }

    void check(Service service) {
        network(service);
        devices(service);
        service.execution().ifPresent(this::execution);
        rotation(service);
    }

    private void network(Service service) {
        Network network = service.hardening().map(Hardening::network).orElse(Network.ANY);
        if (network == Network.NONE) {
            OF_THE_NETWORK.stream()
                    .flatMap(this::find)
                    .findFirst()
                    .ifPresent(directive -> report.error(
                            directive.position(),
                            "cannot use " + directive.setting()
                                    + " with hardening of network: none: there is no network",
                            "leave one of them out"));
        }
        Optional<SetDirective> allow = find("IPAddressAllow").findFirst();
        if (allow.isPresent()
                && find("IPAddressDeny").findAny().isEmpty()
                && network == Network.ANY
                && !service.isAdopted()) {
            report.warning(
                    allow.get().position(),
                    "ip: allow without deny changes nothing, since what is not denied is allowed; with deny: any, only what"
                            + " allow names is");
        }
    }

    private void devices(Service service) {
        boolean hidden = service.hardening()
                .filter(hardening -> hardening.level().compareTo(Level.STRICT) >= 0)
                .filter(hardening -> !hardening.allow().contains(Permission.DEVICES)
                        && !hardening.allow().contains(Permission.RAW_IO))
                .isPresent();
        if (hidden) {
            find("DeviceAllow")
                    .findFirst()
                    .ifPresent(device -> report.error(
                            device.position(),
                            "cannot use devices: allow with this level of hardening: the service has a /dev without them",
                            "write allow: [devices] under hardening:"));
        }
    }

    private void execution(Execution execution) {
        if (execution.type() == Execution.Type.ONESHOT) {
            find("RuntimeMaxSec")
                    .findFirst()
                    .ifPresent(directive -> report.error(
                            directive.position(),
                            "cannot use runtime-max with type oneshot: it starts as long as it runs",
                            "write start-timeout: in place of it"));
        }
        Execution.Directories directories = execution.directories();
        Map<String, List<String>> folders = Map.of(
                "state", directories.state(),
                "logs", directories.logs(),
                "cache", directories.cache(),
                "runtime", directories.runtime(),
                "configuration", directories.configuration());
        MODES.forEach((key, kind) -> find(key)
                .filter(_ -> folders.getOrDefault(kind, List.of()).isEmpty())
                .forEach(directive -> report.error(
                        directive.position(),
                        "cannot use " + directive.setting() + ": there is no folder of that kind",
                        "add " + kind + ": to directories:")));
        notifyAccess(execution);
        output(execution.directories());
    }

    /** systemd opens what a program writes to before it makes the program's folders. */
    private void output(Execution.Directories directories) {
        List<String> made = Stream.of(
                        within("/var/lib/", directories.state()),
                        within("/var/log/", directories.logs()),
                        within("/var/cache/", directories.cache()),
                        within("/run/", directories.runtime()),
                        within("/etc/", directories.configuration()))
                .flatMap(folders -> folders)
                .toList();
        Stream.of("StandardOutput", "StandardError").flatMap(this::find).forEach(directive -> {
            Matcher file = OUTPUT_FILE.matcher(directive.text());
            if (file.matches() && made.stream().anyMatch(file.group(1)::startsWith)) {
                report.warning(
                        directive.position(),
                        directive.setting() + ": " + file.group(1)
                                + " is opened before systemd has made its folder for the"
                                + " service, and so the first start fails; put it into /var/log, or have"
                                + " directories: of the machine make the folder");
            }
        });
    }

    private static Stream<String> within(String base, List<String> names) {
        return names.stream().map(name -> base + name + "/");
    }

    private void notifyAccess(Execution execution) {
        Optional<SourcePos> position =
                find("NotifyAccess").map(SetDirective::position).findFirst();
        boolean hears = execution.type().notifies() || execution.watchdog().isPresent();
        if (position.isPresent() && !hears) {
            report.error(
                    position.get(),
                    "cannot use notify-access with this type: the service has nothing to tell",
                    "write type: notify if it has");
        }
    }

    /** What a service opens by itself goes on into the old file until it is told. */
    private void rotation(Service service) {
        boolean cannotBeTold = service.execution()
                .filter(execution -> execution.reload().isEmpty())
                .isPresent();
        if (service.rotation().filter(it -> !it.own().isEmpty()).isPresent() && cannotBeTold) {
            report.error(
                    fields.at(LoggingKeys.LOGGING.key()),
                    "cannot rotate files that the service opens itself: without reload it goes on writing to the old ones",
                    "write reload: {signal: USR1}, or by what it opens its logs anew");
        }
    }

    private Stream<SetDirective> find(String key) {
        return set.stream().filter(directive -> directive.key().equals(key));
    }
}
