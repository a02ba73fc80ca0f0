package upkeep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.base.UnitName;
import upkeep.convert.Listening;
import upkeep.convert.UnitFacts;
import upkeep.host.ListeningSocket;
import upkeep.host.ProcFiles;
import upkeep.host.Processes;
import upkeep.host.Sockets;
import upkeep.install.RealFileSystem;
import upkeep.render.GeneratedHeader;
import upkeep.unit.UnitFile;

/** Looks at units that exist: by systemctl(1), in their files, and at what their processes have open. Changes nothing. */
final class UnitSurvey {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String PROPERTIES = "--property=Id,Description,LoadState,LoadError,ActiveState,FragmentPath,"
            + "DropInPaths,TriggeredBy,Type,Restart";
    private static final int MOST_LISTED = 20;

    private final Programs programs;
    private final Processes processes;
    private final Sockets sockets;

    UnitSurvey(Programs programs, ProcFiles files) {
        this.programs = programs;
        this.processes = new Processes(files);
        this.sockets = new Sockets(files);
    }

    /** What is there of a unit, whose name is written with or without {@code .service}; fails for what cannot be adopted. */
    UnitFacts look(String written) {
        UnitName asked = UnitName.parse(written)
                .or(() -> UnitName.parse(written + ".service"))
                .orElseThrow(() -> refused(
                        written,
                        "it is no name of a unit",
                        "write it as systemctl does: nginx.service, srv-share.mount"));
        if (asked.stem().endsWith("@")) {
            throw template(asked);
        }
        Map<String, String> properties = properties(asked);
        UnitName unit = UnitName.parse(properties.getOrDefault("Id", "")).orElse(asked);
        if (unit.text().equals(SystemctlActivation.UPKEEPD)) {
            throw refused(unit.text(), "upkeep does not watch itself", "systemd does, through upkeepd's own watchdog");
        }
        switch (properties.getOrDefault("LoadState", "")) {
            case "loaded" -> {}
            case "not-found" -> throw missing(asked);
            case "masked" ->
                throw refused(unit.text(), "it is masked, and cannot be started", "systemctl unmask " + unit);
            default ->
                throw refused(
                        unit.text(),
                        "systemd cannot load it: " + properties.getOrDefault("LoadError", "it does not say why"),
                        "systemctl status " + unit + " and systemd-analyze verify " + unit + " tell more");
        }
        List<String> files = files(properties);
        files.stream()
                .flatMap(text -> GeneratedHeader.originOf(text).stream())
                .findFirst()
                .ifPresent(origin -> {
                    throw described(unit, origin);
                });
        return new UnitFacts(unit, properties, settings(unit, files), open(unit), handed(properties));
    }

    /** It is upkeep's own already. */
    static Failure described(UnitName unit, String where) {
        return refused(
                unit.text(),
                "it is already described by " + where,
                "upkeep explain NAME shows what is in force for a service");
    }

    private static Failure refused(String unit, String why, String hint) {
        return Failure.failed("cannot adopt " + unit + ": " + why, hint);
    }

    private Map<String, String> properties(UnitName unit) {
        Programs.Result result = systemctl(List.of("show", PROPERTIES), unit.text());
        if (!result.isSuccess()) {
            throw refused(
                    unit.text(),
                    "systemd does not answer: " + SystemctlActivation.reason(result),
                    "a running systemd is needed");
        }
        Map<String, String> properties = new HashMap<>();
        for (String line : result.out().lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return properties;
    }

    private Failure template(UnitName template) {
        String ending = "." + template.type();
        List<String> instances = names(List.of("list-units", "--all"), template.stem() + "*" + ending)
                .toList();
        if (instances.isEmpty()
                && names(List.of("list-unit-files"), template.text()).findAny().isEmpty()) {
            return missing(template);
        }
        String told = instances.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return refused(
                template.text(),
                "it is a template, from which systemd makes units",
                instances.isEmpty()
                        ? "name one of its units, such as " + template.stem() + "NAME" + ending + "; there is none now"
                        : "there are: " + told + (instances.size() > MOST_LISTED ? ", …" : ""));
    }

    private Failure missing(UnitName unit) {
        Set<String> known = new TreeSet<>();
        names(List.of("list-units", "--all")).forEach(known::add);
        names(List.of("list-unit-files")).forEach(known::add);
        return refused(
                unit.text(),
                "there is no such unit",
                Nearest.to(unit.text(), known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("systemctl list-unit-files lists those that there are"));
    }

    private Stream<String> names(List<String> verb, String... patterns) {
        List<String> command = Stream.of(verb, List.of("--plain", "--full", "--no-legend", "--no-pager"))
                .flatMap(List::stream)
                .toList();
        return systemctl(command, patterns)
                .out()
                .lines()
                .map(line -> line.strip().split(" ", 2)[0])
                .filter(name -> !name.isEmpty());
    }

    private Programs.Result systemctl(List<String> command, String... units) {
        List<String> whole = new ArrayList<>(List.of("systemctl"));
        whole.addAll(command);
        whole.add("--");
        whole.addAll(List.of(units));
        return programs.run(DEADLINE, whole);
    }

    /** The texts of the unit's own files, as far as they can be read. */
    private static List<String> files(Map<String, String> properties) {
        return Stream.of(
                        Stream.of(properties.getOrDefault("FragmentPath", "")),
                        Stream.of(properties.getOrDefault("DropInPaths", "").split(" ", -1)))
                .flatMap(paths -> paths)
                .filter(path -> path.startsWith("/"))
                .flatMap(path -> text(path).stream())
                .toList();
    }

    private static Optional<String> text(String path) {
        try {
            // UTF-8 is what systemd takes; what is not is shown as such, and nothing hangs on it.
            byte[] content = new RealFileSystem().read(Path.of(path), UnitFile.MAXIMUM_LENGTH);
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static UnitFile settings(UnitName unit, List<String> files) {
        return new UnitFile(files.stream()
                .flatMap(text -> UnitFile.parse(unit.text(), text).value().stream())
                .flatMap(file -> file.items().stream())
                .toList());
    }

    /** Absent where the caller may not see what the unit's processes have open, or not which processes these are. */
    private Optional<List<Listening>> open(UnitName unit) {
        if (!processes.seesUnits()) {
            return Optional.empty();
        }
        Set<Integer> pids = processes.ofUnit(unit.text());
        return sockets.of(pids)
                .flatMap(own -> sockets.listening()
                        .map(all -> all.stream()
                                .filter(socket -> own.contains(socket.inode()))
                                .map(UnitSurvey::listening)
                                .distinct()
                                .toList()));
    }

    private static Listening listening(ListeningSocket socket) {
        Listening.Protocol protocol = switch (socket.protocol()) {
            case "tcp" -> Listening.Protocol.TCP;
            case "udp" -> Listening.Protocol.UDP;
            default -> Listening.Protocol.UNIX;
        };
        return new Listening(protocol, socket.address(), socket.port());
    }

    private List<Listening> handed(Map<String, String> properties) {
        List<String> units = Stream.of(
                        properties.getOrDefault("TriggeredBy", "").split(" ", -1))
                .filter(unit -> unit.endsWith(".socket"))
                .toList();
        if (units.isEmpty()) {
            return List.of();
        }
        return systemctl(List.of("show", "--property=Listen"), units.toArray(String[]::new))
                .out()
                .lines()
                .filter(line -> line.startsWith("Listen="))
                .flatMap(line -> Listening.parse(line.substring("Listen=".length())).stream())
                .toList();
    }
}
