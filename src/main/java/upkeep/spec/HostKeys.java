package upkeep.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.UnitName;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.SocketsTarget.Wanted;

/** Which parts of the machine itself are looked at. */
final class HostKeys {

    private static final int LONGEST_PATTERN = 1000;
    private static final int MOST_BRACKETS = 32;

    private static final Pattern INTERFACE_NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.:@-]{1,15}");
    private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp))?");

    private static final Kind<String> MOUNTED = Kinds.LINE
            .where(
                    text -> text.equals("all") || text.startsWith("/") || text.contains(":") || text.contains("@"),
                    "it is no mount point, device or share",
                    "write such as /srv, /dev/sdb1, server:/export, or all")
            .called("mount point, device, `server:/export` or `all`")
            .matching("^(all$|/|.*[:@])");

    private static final Kind<String> LINK = Kind.text(
                    text -> INTERFACE_NAME.matcher(text).matches()
                                    || Kinds.ADDRESS.parse().apply(text).isPresent()
                            ? Optional.empty()
                            : Optional.of("it is no interface or address"),
                    "write a name that ip(8) shows, such as eth0, or an address of this machine")
            .called("name or address")
            .matching("^[A-Za-z0-9_.:@%-]+$");

    private static final Kind<UnitName> OWNER_OF_PROCESSES = Kinds.UNIT
            .where(
                    unit -> unit.text().endsWith(".service") || unit.text().endsWith(".scope"),
                    "only services and scopes have processes of their own",
                    "name a service, such as nginx.service")
            .called("service or scope")
            .matching("\\.(service|scope)$");

    private static final Kind<String> PATTERN = Kind.text(
                    HostKeys::patternFault, "patterns are those of java.util.regex.Pattern")
            .called("regular expression");

    private static final Kind<Wanted> WANTED = Kind.of(
                    "a port or path", "write such as 443, 53/udp or /run/app.sock", HostKeys::wanted)
            .called("port, `PORT/udp` or path", "ports, `PORT/udp`, and paths")
            .matching("^([0-9]{1,5}(/(tcp|udp))?$|[/@])");

    static final Key<Form.Map> SYSTEM =
            Key.map("system", Vocabulary.of("system")).means("this machine: load, processors, memory, pressure");

    static final Key<Form.Map> RAID = Key.map("raid", Vocabulary.of("raid")).means("software RAID");

    static final Key<Value<String>> MOUNT =
            Key.value("mount", MOUNTED).need().means("which one; `all` is the fullest of all that are local");

    static final Key<Brief> FILESYSTEM = Key.brief("filesystem", Vocabulary.of("filesystem", MOUNT), MOUNT)
            .means("how full a file system is, or the fullest of all");

    static final Key<Value<UnitName>> PROCESSES_OF =
            Key.value("unit", OWNER_OF_PROCESSES).means("all processes in its control group");
    static final Key<Value<String>> PID_FILE =
            Key.value("pid-file", Kinds.PATH).means("the process whose number is in there, and those it has begun");
    static final Key<Value<String>> MATCHES = Key.value("matches", PATTERN)
            .means("those in whose command line it is found, and those they have begun; not upkeepd");

    static final Key<Brief> PROCESS = Key.brief(
                    "process", Vocabulary.of("process", PROCESSES_OF, PID_FILE, MATCHES), PROCESSES_OF, PID_FILE)
            .means("processes: that there are some, and what they use");

    static final Key<Value<UnitName>> LISTENER =
            Key.value("unit", OWNER_OF_PROCESSES).need().means("whose processes must listen");
    static final Key<Values<Wanted>> LISTEN = Key.values("listen", WANTED).means("on what");

    static final Key<Brief> SOCKETS = Key.brief("sockets", Vocabulary.of("sockets", LISTENER, LISTEN), LISTENER)
            .means("whether it is the unit that listens, and not another program");

    static final Key<Value<String>> INTERFACE =
            Key.value("interface", LINK).need().means("an interface, or an address of this machine that it has");

    static final Key<Brief> NETWORK =
            Key.brief("network", Vocabulary.of("network", INTERFACE), INTERFACE).means("a network interface");

    private HostKeys() {}

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
        Matcher port = PORT.matcher(text);
        if (!port.matches()) {
            return Optional.empty();
        }
        String protocol = Optional.ofNullable(port.group(2)).orElse("tcp");
        return Kinds.PORT.parse().apply(port.group(1)).map(number -> new Wanted(protocol, number, ""));
    }
}
