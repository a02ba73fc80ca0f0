package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.target.FilesystemTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.ProcessTarget.Known;
import upkeep.target.RaidTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SocketsTarget.Wanted;
import upkeep.target.SystemTarget;
import upkeep.target.Target;

/** Reads checks of the machine itself: which of its parts are looked at. */
final class HostReaders {

    private static final int MOST_SOCKETS = 64;
    private final TargetContext context;

    HostReaders(TargetContext context) {
        this.context = context;
    }

    Optional<Target> system() {
        context.check().map(HostKeys.SYSTEM);
        return Optional.of(new SystemTarget());
    }

    Optional<Target> raid() {
        context.check().map(HostKeys.RAID);
        return Optional.of(new RaidTarget());
    }

    Optional<Target> filesystem() {
        Fields fields = context.fields(HostKeys.FILESYSTEM, HostKeys.MOUNT);
        if (fields.lacks(HostKeys.MOUNT)) {
            missing(fields, HostKeys.FILESYSTEM, HostKeys.MOUNT, "write filesystem: /srv, or filesystem: {mount: all}");
        }
        return fields.read(HostKeys.MOUNT)
                .map(mount -> new FilesystemTarget(Optional.of(mount).filter(text -> !text.equals("all"))));
    }

    Optional<Target> network() {
        Fields fields = context.fields(HostKeys.NETWORK, HostKeys.INTERFACE);
        if (fields.lacks(HostKeys.INTERFACE)) {
            missing(fields, HostKeys.NETWORK, HostKeys.INTERFACE, "write network: eth0, or an address of this machine");
        }
        return fields.read(HostKeys.INTERFACE).map(NetworkTarget::new);
    }

    Optional<Target> process() {
        boolean isPath = context.shortText(HostKeys.PROCESS).startsWith("/");
        Fields fields = context.fields(HostKeys.PROCESS, isPath ? HostKeys.PID_FILE : HostKeys.PROCESSES_OF);
        List<Key<?>> keys = Stream.<Key<?>>of(HostKeys.PROCESSES_OF, HostKeys.PID_FILE, HostKeys.MATCHES)
                .filter(fields::has)
                .toList();
        if (keys.size() > 1) {
            context.report()
                    .error(
                            fields.at(keys.get(1)),
                            "cannot use " + keys.stream().map(Key::name).collect(Collectors.joining(" and "))
                                    + " together: each finds processes in its own way",
                            "make two checks of it");
        }
        if (keys.isEmpty()
                && fields.lacks(HostKeys.PROCESSES_OF)
                && fields.lacks(HostKeys.PID_FILE)
                && fields.lacks(HostKeys.MATCHES)) {
            missing(
                    fields,
                    HostKeys.PROCESS,
                    HostKeys.PROCESSES_OF,
                    "write process: nginx.service, or {pid-file: PATH}, or {matches: PATTERN}");
        }
        Optional<Known> unit = fields.read(HostKeys.PROCESSES_OF).map(name -> new Known.Unit(name.text()));
        Optional<Known> file = fields.read(HostKeys.PID_FILE).map(Known.PidFile::new);
        Optional<Known> pattern = fields.read(HostKeys.MATCHES).map(Known.Matching::new);
        return unit.or(() -> file).or(() -> pattern).map(ProcessTarget::new);
    }

    Optional<Target> sockets() {
        Fields fields = context.fields(HostKeys.SOCKETS, HostKeys.LISTENER);
        if (fields.lacks(HostKeys.LISTENER)) {
            missing(
                    fields,
                    HostKeys.SOCKETS,
                    HostKeys.LISTENER,
                    "write sockets: {unit: nginx.service, listen: [80, 443]}");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (Located<Wanted> one : fields.list(HostKeys.LISTEN)) {
            if (wanted.contains(one.value())) {
                context.report().error(one.position(), "cannot want " + one.value() + " twice", "leave one out");
            } else if (wanted.size() == MOST_SOCKETS) {
                context.report().error(one.position(), "cannot want more than " + MOST_SOCKETS + " sockets");
                break;
            }
            wanted.add(one.value());
        }
        return fields.read(HostKeys.LISTENER).map(unit -> new SocketsTarget(unit.text(), wanted));
    }

    private void missing(Fields fields, Key<?> kind, Key<?> key, String hint) {
        context.report()
                .error(fields.position(), "cannot look at " + kind.name() + ": " + key.name() + " is missing", hint);
    }
}
