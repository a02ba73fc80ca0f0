package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.UnitName;
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
    private static final int LONGEST_PATTERN = 1000;
    private static final int MOST_BRACKETS = 32;

    private static final Pattern INTERFACE = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.:@-]{1,15}");
    private static final Pattern SOCKET = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp))?");

    private static final Kind<String> MOUNT = Kinds.LINE.where(
            text -> text.equals("all") || text.startsWith("/") || text.contains(":") || text.contains("@"),
            "it is no mount point, device or share",
            "write such as /srv, /dev/sdb1, server:/export, or all");

    private static final Kind<String> LINK = Kind.text(
            text -> INTERFACE.matcher(text).matches()
                            || Kinds.ADDRESS.parse().apply(text).isPresent()
                    ? Optional.empty()
                    : Optional.of("it is no interface or address"),
            "write a name that ip(8) shows, such as eth0, or an address of this machine");

    private static final Kind<UnitName> UNIT = Kinds.UNIT.where(
            unit -> unit.text().endsWith(".service") || unit.text().endsWith(".scope"),
            "only services and scopes have processes of their own",
            "name a service, such as nginx.service");

    private static final Kind<String> PATTERN =
            Kind.text(HostReaders::patternFault, "patterns are those of java.util.regex.Pattern");

    private static final Kind<Wanted> WANTED =
            Kind.of("a port or path", "write such as 443, 53/udp or /run/app.sock", HostReaders::wanted);

    private final TargetContext context;

    HostReaders(TargetContext context) {
        this.context = context;
    }

    Optional<Target> system() {
        context.check().map("system", Words.SYSTEM);
        return Optional.of(new SystemTarget());
    }

    Optional<Target> raid() {
        context.check().map("raid", Words.RAID);
        return Optional.of(new RaidTarget());
    }

    Optional<Target> filesystem() {
        Fields fields = fields("filesystem", "mount", Words.FILESYSTEM);
        if (fields.lacks("mount")) {
            missing(fields, "filesystem", "mount", "write filesystem: /srv, or filesystem: {mount: all}");
        }
        return fields.read("mount", MOUNT)
                .map(mount -> new FilesystemTarget(Optional.of(mount).filter(text -> !text.equals("all"))));
    }

    Optional<Target> network() {
        Fields fields = fields("network", "interface", Words.NETWORK);
        if (fields.lacks("interface")) {
            missing(fields, "network", "interface", "write network: eth0, or an address of this machine");
        }
        return fields.read("interface", LINK).map(NetworkTarget::new);
    }

    Optional<Target> process() {
        String written = context.shortText("process");
        Fields fields = fields("process", written.startsWith("/") ? "pid-file" : "unit", Words.PROCESS);
        List<String> keys = Words.PROCESS.known().stream().filter(fields::has).toList();
        if (keys.size() > 1) {
            context.report()
                    .error(
                            fields.at(keys.get(1)),
                            "cannot use " + String.join(" and ", keys)
                                    + " together: each finds processes in its own way",
                            "make two checks of it");
        }
        if (keys.isEmpty() && fields.lacks("unit") && fields.lacks("pid-file") && fields.lacks("matches")) {
            missing(
                    fields,
                    "process",
                    "unit",
                    "write process: nginx.service, or {pid-file: PATH}, or {matches: PATTERN}");
        }
        Optional<Known> unit = fields.read("unit", UNIT).map(name -> new Known.Unit(name.text()));
        Optional<Known> file = fields.read("pid-file", Kinds.PATH).map(Known.PidFile::new);
        Optional<Known> pattern = fields.read("matches", PATTERN).map(Known.Matching::new);
        return unit.or(() -> file).or(() -> pattern).map(ProcessTarget::new);
    }

    Optional<Target> sockets() {
        Fields fields = fields("sockets", "unit", Words.SOCKETS);
        if (fields.lacks("unit")) {
            missing(fields, "sockets", "unit", "write sockets: {unit: nginx.service, listen: [80, 443]}");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (Located<Wanted> one : fields.list("listen", WANTED)) {
            if (wanted.contains(one.value())) {
                context.report().error(one.position(), "cannot want " + one.value() + " twice", "leave one out");
            } else if (wanted.size() == MOST_SOCKETS) {
                context.report().error(one.position(), "cannot want more than " + MOST_SOCKETS + " sockets");
                break;
            }
            wanted.add(one.value());
        }
        return fields.read("unit", UNIT).map(unit -> new SocketsTarget(unit.text(), wanted));
    }

    /** The map, or the one value that stands for it. */
    private Fields fields(String kind, String only, Words words) {
        return context.isShort(kind)
                ? context.check().only(kind, only, words)
                : context.check().map(kind, words);
    }

    private void missing(Fields fields, String kind, String key, String hint) {
        context.report().error(fields.position(), "cannot look at " + kind + ": " + key + " is missing", hint);
    }

    private static Optional<String> patternFault(String text) {
        if (text.isEmpty() || text.length() > LONGEST_PATTERN) {
            return Optional.of("it must have from 1 to " + LONGEST_PATTERN + " characters");
        }
        if (text.chars().filter(c -> "([{".indexOf(c) >= 0).count() > MOST_BRACKETS) {
            return Optional.of("it has more than " + MOST_BRACKETS + " brackets");
        }
        try {
            Pattern.compile(text);
            return Kinds.fault(text, true);
        } catch (PatternSyntaxException wrong) {
            return Optional.of("at character " + (wrong.getIndex() + 1) + ": " + wrong.getDescription());
        }
    }

    private static Optional<Wanted> wanted(String text) {
        if (text.startsWith("/") || text.startsWith("@")) {
            return Kinds.LINE.parse().apply(text).map(path -> new Wanted("unix", 0, path));
        }
        Matcher port = SOCKET.matcher(text);
        if (!port.matches()) {
            return Optional.empty();
        }
        String protocol = Optional.ofNullable(port.group(2)).orElse("tcp");
        return Kinds.PORT.parse().apply(port.group(1)).map(number -> new Wanted(protocol, number, ""));
    }
}
