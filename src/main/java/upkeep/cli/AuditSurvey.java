package upkeep.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.audit.AuditedUnit;
import upkeep.audit.Facts;
import upkeep.audit.Fault;
import upkeep.audit.Needed;
import upkeep.audit.Place;
import upkeep.audit.Running;
import upkeep.audit.UnitGraph;
import upkeep.audit.UnitSource;
import upkeep.base.UnitName;
import upkeep.convert.Listening;
import upkeep.host.ListeningSocket;
import upkeep.host.ProcFiles;
import upkeep.host.Processes;
import upkeep.host.Sockets;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.unit.UnitFile;

/** Looks at all that an audit is about: units, folders, processes, programs, accounts and ports. Changes nothing. */
final class AuditSurvey {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int MOST_UNITS = 20_000;
    private static final int MOST_FILES_EACH = 256;
    private static final int MOST_PROCESSES_EACH = 1_000;
    private static final int MOST_ROUNDS = 5;

    /** Each is a word of a command line. */
    private static final int MOST_NAMED = 5_000;

    private static final int BUS_FILE_LIMIT = 64 << 10;
    private static final String DELETED = " (deleted)";
    private static final String SYSTEMD_SERVICE = "SystemdService=";

    /** Where D-Bus is told which unit answers for a name, see dbus-daemon(1). */
    private static final List<String> BUS_FOLDERS = List.of(
            "/etc/dbus-1/system-services",
            "/run/dbus-1/system-services",
            "/usr/local/share/dbus-1/system-services",
            "/usr/share/dbus-1/system-services",
            "/lib/dbus-1/system-services");

    private final Programs programs;
    private final Processes processes;
    private final Sockets sockets;
    private final Layout layout;
    private final SortedSet<String> unseen = new TreeSet<>();

    AuditSurvey(Programs programs, ProcFiles files, Layout layout) {
        this.programs = programs;
        this.processes = new Processes(files);
        this.sockets = new Sockets(files);
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    Programs programs() {
        return programs;
    }

    /** What could not be looked at, and why. */
    SortedSet<String> unseen() {
        return Collections.unmodifiableSortedSet(unseen);
    }

    /** The units that systemd has loaded, these, and all that any of them names. */
    UnitGraph graph(Collection<UnitName> more) {
        Set<UnitName> asked = new TreeSet<>(more);
        UnitGraph graph = load(asked);
        for (int round = 0;
                round < MOST_ROUNDS && asked.size() < MOST_NAMED && asked.addAll(graph.unknown());
                round++) {
            graph = load(asked);
        }
        return graph;
    }

    private UnitGraph load(Set<UnitName> more) {
        List<Map<String, String>> shown = UnitProperties.every(programs, AuditedUnit.PROPERTIES, List.copyOf(more))
                .orElseThrow(() ->
                        Failure.failed("cannot look at units: systemd does not answer", "a running systemd is needed"));
        Map<UnitName, AuditedUnit> units = new TreeMap<>();
        for (Map<String, String> properties : shown) {
            Optional<UnitName> name = UnitName.parse(properties.getOrDefault("Id", ""));
            if (name.isPresent() && units.size() < MOST_UNITS) {
                units.computeIfAbsent(name.get(), it -> new AuditedUnit(it, properties, sources(properties)));
            } else if (name.isPresent()) {
                unseen.add("more than " + MOST_UNITS + " units: the others are not looked at");
            }
        }
        return UnitGraph.of(units.values());
    }

    private List<UnitSource> sources(Map<String, String> properties) {
        return Stream.concat(
                        Stream.of(properties.getOrDefault("FragmentPath", "")),
                        Stream.of(properties.getOrDefault("DropInPaths", "").split(" ", -1)))
                .filter(path -> path.startsWith("/"))
                .limit(MOST_FILES_EACH)
                .flatMap(path -> text(path, UnitFile.MAXIMUM_LENGTH).stream()
                        .flatMap(text -> UnitFile.parse(path, text).value().stream())
                        .map(file -> new UnitSource(path, file)))
                .toList();
    }

    /** A mask leads to a device, and has no text. */
    private Optional<String> text(String path, int limit) {
        Path place = layout.at(path);
        try {
            return Files.isRegularFile(place)
                    ? Optional.of(new String(new RealFileSystem().read(place, limit), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            unseen.add(path + ": it cannot be read");
            return Optional.empty();
        }
    }

    /** What lies in the folders of units. */
    UnitFolderScan folders() {
        Programs.Result result = programs.run(
                DEADLINE, List.of("systemctl", "--no-ask-password", "show", "--property=UnitPath", "--value"));
        UnitFolderScan scan = new UnitFolderScan(layout);
        Stream.of(result.out().strip().split(" ", -1))
                .filter(path -> path.startsWith("/"))
                .distinct()
                .forEach(scan::look);
        scan.unseen().forEach(folder -> unseen.add(folder + ": it cannot be listed"));
        return scan;
    }

    /** The units that calls over the bus start, by the names of the units themselves. */
    Set<UnitName> onTheBus(UnitGraph graph) {
        Set<UnitName> started = new HashSet<>();
        for (String folder : BUS_FOLDERS) {
            List<Path> files;
            try {
                files = Files.isDirectory(layout.at(folder)) ? new RealFileSystem().list(layout.at(folder)) : List.of();
            } catch (IOException e) {
                unseen.add(folder + ": it cannot be listed");
                continue;
            }
            for (Path file : files) {
                text(folder + "/" + file.getFileName(), BUS_FILE_LIMIT).stream()
                        .flatMap(String::lines)
                        .filter(line -> line.startsWith(SYSTEMD_SERVICE))
                        .flatMap(line -> UnitName.parse(
                                line.substring(SYSTEMD_SERVICE.length()).strip())
                                .stream())
                        .forEach(name -> started.add(
                                graph.unit(name).map(AuditedUnit::name).orElse(name)));
            }
        }
        return started;
    }

    /** What the processes of these run. */
    List<Running> running(List<AuditedUnit> services) {
        List<Running> running = new ArrayList<>();
        int hidden = 0;
        for (AuditedUnit unit : services) {
            if (!unit.isActive()) {
                continue;
            }
            Set<Integer> pids = processes.ofUnit(unit.name().text()).stream()
                    .limit(MOST_PROCESSES_EACH)
                    .collect(Collectors.toSet());
            Optional<Running.Program> program = program(unit);
            Optional<List<String>> replaced = processes.replaced(pids);
            boolean hasMain = !List.of("", "0").contains(unit.property("MainPID"));
            if (replaced.isEmpty() || (hasMain && program.isEmpty())) {
                hidden++;
            }
            running.add(new Running(unit.name(), program, replaced.orElse(List.of()), changed(unit)));
        }
        if (!processes.seesUnits()) {
            unseen.add("libraries of processes: the control groups of units cannot be seen here");
        }
        if (hidden > 0) {
            unseen.add("programs and libraries of " + hidden + (hidden == 1 ? " service" : " services")
                    + ": what their processes run is for root to see");
        }
        return running;
    }

    private Optional<Running.Program> program(AuditedUnit unit) {
        String pid = unit.property("MainPID");
        if (!pid.matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        return processes.program(Integer.parseInt(pid)).map(link -> {
            boolean isDeleted = link.endsWith(DELETED);
            String path = isDeleted ? link.substring(0, link.length() - DELETED.length()) : link;
            // What was never a file by that name, or lies in a root of its own, is nothing that was replaced.
            boolean isOfDisk = path.startsWith("/")
                    && !path.startsWith("/memfd:")
                    && unit.property("RootDirectory").isEmpty()
                    && unit.property("RootImage").isEmpty();
            return new Running.Program(path, isDeleted && isOfDisk, isOfDisk && Files.exists(layout.at(path)));
        });
    }

    private Map<String, Instant> changed(AuditedUnit unit) {
        Map<String, Instant> changed = new HashMap<>();
        Needed.of(unit).stream()
                .filter(needed -> needed.fault() == Fault.MISSING_PROGRAM)
                .map(Needed::what)
                .forEach(path -> {
                    try {
                        BasicFileAttributes file = Files.readAttributes(layout.at(path), BasicFileAttributes.class);
                        Instant written = file.lastModifiedTime().toInstant();
                        Instant made = file.creationTime().toInstant();
                        changed.put(path, written.isAfter(made) ? written : made);
                    } catch (IOException e) {
                        // What is not there is found as such; what may not be seen is told there as well.
                    }
                });
        return changed;
    }

    /** What is not there of that which these need. */
    Set<Needed> absent(List<AuditedUnit> services) {
        Set<Needed> needed = new HashSet<>();
        services.forEach(unit -> needed.addAll(Needed.of(unit)));
        Set<String> users = accounts("passwd", needed, Fault.MISSING_USER);
        Set<String> groups = accounts("group", needed, Fault.MISSING_GROUP);
        return needed.stream()
                .filter(it -> switch (it.fault()) {
                    case MISSING_USER -> users.contains(it.what());
                    case MISSING_GROUP -> groups.contains(it.what());
                    default -> isAbsent(it);
                })
                .collect(Collectors.toSet());
    }

    private boolean isAbsent(Needed needed) {
        Path place = layout.at(needed.what());
        try {
            BasicFileAttributes file = Files.readAttributes(place, BasicFileAttributes.class);
            return switch (needed.fault()) {
                case MISSING_DIRECTORY -> !file.isDirectory();
                case MISSING_PROGRAM -> !file.isRegularFile() || !mayRun(place);
                default -> false;
            };
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            if (e instanceof FileSystemException why && "Not a directory".equals(why.getReason())) {
                return true;
            }
            unseen.add(needed.what() + ": whether it is there is for root to see");
            return false;
        }
    }

    private static boolean mayRun(Path program) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(program);
        return Stream.of(
                        PosixFilePermission.OWNER_EXECUTE,
                        PosixFilePermission.GROUP_EXECUTE,
                        PosixFilePermission.OTHERS_EXECUTE)
                .anyMatch(permissions::contains);
    }

    /** The names that are unknown. */
    private Set<String> accounts(String database, Set<Needed> needed, Fault fault) {
        Set<String> names = needed.stream()
                .filter(it -> it.fault() == fault)
                .map(Needed::what)
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty()) {
            return names;
        }
        Programs.Result result = programs.run(
                DEADLINE,
                Stream.concat(Stream.of("getent", database), names.stream()).toList());
        // 2 says that some of them are not known.
        if (result.exitCode() != 0 && result.exitCode() != 2) {
            unseen.add("users and groups: " + SystemctlActivation.reason(result));
            return Set.of();
        }
        result.out().lines().map(line -> line.split(":", 2)[0]).forEach(names::remove);
        return names;
    }

    /** Where sockets that are not active shall listen. */
    Map<UnitName, List<Place>> listens(UnitGraph graph) {
        Map<UnitName, List<Place>> listens = new TreeMap<>();
        graph.units().stream()
                .filter(unit -> unit.name().type().equals("socket") && !unit.isActive())
                .forEach(unit -> {
                    List<Place> places = unit.property("Listen")
                            .lines()
                            .flatMap(line -> Listening.parse(line).stream())
                            .filter(place -> place.protocol() != Listening.Protocol.UNIX)
                            .map(place -> new Place(
                                    place.protocol() == Listening.Protocol.TCP ? "tcp" : "udp",
                                    numeric(place.address()),
                                    place.port()))
                            .toList();
                    if (!places.isEmpty()) {
                        listens.put(unit.name(), places);
                    }
                });
        return listens;
    }

    /** Who listens on these ports. */
    List<Facts.Held> held(Collection<List<Place>> wanted) {
        Set<Integer> ports =
                wanted.stream().flatMap(List::stream).map(Place::port).collect(Collectors.toSet());
        if (ports.isEmpty()) {
            return List.of();
        }
        Optional<List<ListeningSocket>> listening = sockets.listening();
        if (listening.isEmpty()) {
            unseen.add("ports: the kernel does not tell who listens");
        }
        return listening.orElse(List.of()).stream()
                .filter(socket -> !socket.protocol().equals("unix") && ports.contains(socket.port()))
                .map(socket -> new Facts.Held(
                        new Place(socket.protocol(), numeric(socket.address()), socket.port()), holder(socket)))
                .toList();
    }

    private String holder(ListeningSocket socket) {
        return sockets.owner(socket.inode())
                .map(pid -> sockets.name(pid)
                        + processes.unitOf(pid).map(unit -> " of " + unit).orElse(""))
                .orElse("somebody");
    }

    private static String numeric(String address) {
        return InetAddress.ofLiteral(address).getHostAddress();
    }
}
