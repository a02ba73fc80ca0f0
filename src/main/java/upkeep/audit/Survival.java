package upkeep.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** Whether what runs would come back after a restart, and after a boot. */
final class Survival {

    private static final Pattern SECONDS = Pattern.compile("@(?<seconds>[0-9]{1,12})");
    private static final int MOST_NAMED = 3;

    private final Facts facts;
    private final UnitGraph graph;
    private final Findings findings;

    Survival(Facts facts, Findings findings) {
        this.facts = facts;
        this.graph = facts.graph();
        this.findings = findings;
    }

    void look() {
        for (AuditedUnit unit : graph.units()) {
            if (unit.isType("service", "socket", "timer", "path", "mount", "automount") && !unit.isTransient()) {
                files(unit);
                boot(unit);
            }
        }
        facts.running().forEach(this::running);
        facts.absent()
                .forEach(needed -> graph.units().stream()
                        .filter(unit -> Needed.of(unit).contains(needed))
                        .forEach(unit -> absent(unit, needed)));
        facts.listens().forEach(this::listens);
        facts.preChecks()
                .forEach((unit, why) -> findings.add(
                        Fault.PRE_CHECK_FAILS,
                        unit.text(),
                        graph.unit(unit).map(AuditedUnit::file).orElse(SourcePos.NONE),
                        "cannot count on a restart: the pre-check does not succeed: " + why,
                        "mend what it complains of"));
        facts.edited()
                .forEach(edited -> findings.add(
                        Fault.DRIFTED,
                        edited.subject(),
                        SourcePos.NONE,
                        "cannot vouch for what upkeep put in force: " + edited.detail(),
                        "upkeep drift tells how to adopt it; to revert: " + edited.revert()));
    }

    private void files(AuditedUnit unit) {
        String name = unit.name().text();
        if (unit.isActive() && !unit.isThere() && !unit.isType("mount")) {
            findings.add(
                    Fault.UNIT_GONE,
                    name,
                    SourcePos.NONE,
                    "cannot be started again once it is stopped: it is active, and its unit file is gone",
                    "put the file back, or systemctl stop " + name);
        }
        if (unit.isActive() && unit.isMasked()) {
            findings.add(
                    Fault.MASKED_RUNNING,
                    name,
                    unit.file(),
                    "cannot be started again once it is stopped: it is active, and masked",
                    "systemctl unmask " + name + ", or stop it");
        }
        if (unit.isLoaded() && (unit.property("NeedDaemonReload").equals("yes") || hasUnread(unit))) {
            findings.add(
                    Fault.NOT_RELOADED,
                    name,
                    unit.file(),
                    "cannot go by its files: they changed since systemd read them, and a boot will go by the new ones",
                    "systemctl daemon-reload");
        }
        Stream.concat(
                        Stream.of(unit.property("FragmentPath")),
                        Stream.of(unit.property("DropInPaths").split(" ", -1)))
                .filter(path ->
                        path.startsWith("/run/systemd/system/") || path.startsWith("/run/systemd/system.control/"))
                .filter(_ -> unit.isLoaded())
                .forEach(path -> findings.add(
                        Fault.RUNTIME_ONLY,
                        name,
                        new SourcePos(path, 0, 0),
                        "cannot last: what lies in /run is gone after a boot",
                        "write into /etc/systemd/system what shall stay, or systemctl revert " + name));
    }

    /** systemd 252 does not notice that a unit got its first drop-in. */
    private boolean hasUnread(AuditedUnit unit) {
        Set<String> read = Stream.of(unit.property("DropInPaths").split(" ", -1))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        return facts.folders().dropIns().stream()
                .filter(dropIns -> dropIns.unit().equals(unit.name().text()))
                .anyMatch(dropIns -> !read.containsAll(dropIns.files()));
    }

    private void boot(AuditedUnit unit) {
        if (!unit.property("ActiveState").equals("active")
                || !unit.isLoaded()
                || facts.onTheBus().contains(unit.name())
                || unit.isType("mount", "automount")) {
            return;
        }
        String state = unit.property("UnitFileState");
        boolean isStatic = state.equals("static") && unit.isOwn();
        if (graph.atBoot().contains(unit.name())) {
            onlyUntilBoot(unit);
        } else if (state.equals("disabled") || isStatic) {
            findings.add(
                    Fault.NOT_AT_BOOT,
                    unit.name().text(),
                    unit.file(),
                    "cannot come back after a boot: it runs, and "
                            + (isStatic
                                    ? "has no [Install] by which it could be enabled, and no unit or bus starts it"
                                    : "is not enabled, and no unit or bus starts it"),
                    isStatic
                            ? "write [Install] with WantedBy=multi-user.target, then systemctl enable " + unit.name()
                            : "systemctl enable " + unit.name());
        }
    }

    /** Enabled by nothing but links that a boot takes away. */
    private void onlyUntilBoot(AuditedUnit unit) {
        List<UnitFolders.Link> links = facts.folders().links().stream()
                .filter(link -> link.holder().isPresent()
                        && link.unit().equals(unit.name().text()))
                .toList();
        Optional<UnitFolders.Link> passing = links.stream()
                .filter(link -> link.path().startsWith("/run/systemd/system/"))
                .findFirst();
        boolean isLasting = links.stream().anyMatch(link -> !link.path().startsWith("/run/systemd/system/"))
                || graph.units().stream()
                        .anyMatch(other -> other.units("Triggers").contains(unit.name())
                                || Word.relations(other).stream()
                                        .anyMatch(word -> List.of("Wants", "Requires", "BindsTo", "Upholds")
                                                        .contains(word.directive())
                                                && word.names(unit.name())));
        if (passing.isPresent() && !isLasting) {
            findings.add(
                    Fault.NOT_AT_BOOT,
                    unit.name().text(),
                    new SourcePos(passing.get().path(), 0, 0),
                    "cannot come back after a boot: it is enabled in /run alone, which is empty then",
                    "systemctl enable " + unit.name());
        }
    }

    private void running(Running running) {
        Optional<AuditedUnit> found = graph.unit(running.unit());
        if (found.isEmpty()) {
            return;
        }
        AuditedUnit unit = found.get();
        Optional<Running.Program> program = running.program().filter(Running.Program::isDeleted);
        program.map(it -> it.path() + (it.isThere() ? " was replaced" : " was removed"))
                .or(() -> changed(unit, running).map(path -> path + " was replaced"))
                .ifPresent(what -> findings.add(
                        Fault.PROGRAM_REPLACED,
                        unit.name().text(),
                        unit.file(),
                        "cannot say that a restart changes nothing: " + what + " since the service began",
                        "systemctl restart " + unit.name()));
        List<String> libraries = running.replaced().stream()
                .filter(path -> program.filter(it -> it.path().equals(path)).isEmpty())
                .toList();
        if (!libraries.isEmpty()) {
            findings.add(
                    Fault.LIBRARIES_REPLACED,
                    unit.name().text(),
                    unit.file(),
                    "cannot profit from what was installed: its processes still run "
                            + libraries.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                            + (libraries.size() > MOST_NAMED ? " and " + (libraries.size() - MOST_NAMED) + " more" : "")
                            + " as it was before",
                    "systemctl restart " + unit.name());
        }
    }

    /** A program that is younger than the process: also a script, of which the kernel knows nothing. */
    private static Optional<String> changed(AuditedUnit unit, Running running) {
        Matcher began = SECONDS.matcher(unit.property("ExecMainStartTimestamp"));
        if (!began.matches()) {
            return Optional.empty();
        }
        // systemd tells whole seconds, so that the same second says nothing.
        Instant sure = Instant.ofEpochSecond(Long.parseLong(began.group("seconds")) + 1);
        return Needed.programs(unit).stream()
                .filter(needed -> needed.directive().equals("ExecStart"))
                .map(Needed::what)
                .filter(path ->
                        running.changed().getOrDefault(path, Instant.EPOCH).isAfter(sure))
                .findFirst();
    }

    private void absent(AuditedUnit unit, Needed needed) {
        String what = needed.what();
        String why = switch (needed.fault()) {
            case MISSING_PROGRAM -> "there is no program " + what;
            case MISSING_DIRECTORY -> "there is no directory " + what;
            case MISSING_ENVIRONMENT_FILE -> "there is no file " + what;
            case MISSING_USER -> "there is no user " + what;
            default -> "there is no group " + what;
        };
        String cure = switch (needed.fault()) {
            case MISSING_PROGRAM -> "put it back, or mend the path";
            case MISSING_DIRECTORY -> "make it, mend the path, or have systemd make it by StateDirectory=";
            case MISSING_ENVIRONMENT_FILE -> "put it back, or write EnvironmentFile=-" + what + " if it may be missing";
            case MISSING_USER -> "make the user, by sysusers.d(5) for instance, or mend the name";
            default -> "make the group, by sysusers.d(5) for instance, or mend the name";
        };
        findings.add(
                needed.fault(),
                unit.name().text(),
                needed.place(),
                "cannot start again: " + needed.directive() + "= needs it, and " + why,
                cure);
    }

    private void listens(UnitName socket, List<Place> places) {
        Optional<AuditedUnit> unit = graph.unit(socket)
                .filter(it -> it.isLoaded() && !it.isActive() && graph.atBoot().contains(it.name()));
        if (unit.isEmpty()) {
            return;
        }
        for (Place place : places) {
            Set<String> holders = facts.held().stream()
                    .filter(held -> held.place().meets(place))
                    .map(Facts.Held::who)
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
            if (!holders.isEmpty()) {
                findings.add(
                        Fault.PORT_TAKEN,
                        socket.text(),
                        unit.get().file(),
                        "cannot listen on " + place + ": " + String.join(", ", holders) + " does",
                        "stop who listens there, or take another port");
            }
        }
    }
}
