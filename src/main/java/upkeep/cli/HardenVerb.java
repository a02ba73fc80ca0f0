package upkeep.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.base.TimeSpan;
import upkeep.harden.Candidate;
import upkeep.harden.Concession;
import upkeep.harden.Outcome;
import upkeep.harden.Search;
import upkeep.install.Layout;
import upkeep.render.Sandbox;
import upkeep.spec.Check;
import upkeep.spec.Hardening;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Permission;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.UnitFile;

/** {@code upkeep harden}: what can be taken from a service so that it still works? Tries it on copies of it. */
@Command(
        name = "harden",
        description = "Find the tightest hardening under which copies of a service still pass its probes, and show what"
                + " its spec would say.")
final class HardenVerb implements Callable<Integer> {

    private static final List<String> UNFIT =
            List.of("LoadState", "DynamicUser", "RootDirectory", "RootImage", "TriggeredBy", "NetworkNamespacePath");

    private static final Pattern KILLER = Pattern.compile("\\b(pkill|killall|killall5|killproc|skill|fuser)\\b");

    private final Shell shell;
    private final UnitSurvey survey;

    @Mixin
    private SpecsOption specsOption = new SpecsOption();

    @Mixin
    private PresetsOption presetsOption = new PresetsOption();

    @Parameters(paramLabel = "NAME", description = "A service of the specs, or any unit; .service may be left out.")
    private String name = "";

    @Option(
            names = "--probe",
            paramLabel = "CHECK",
            description = "A check that has to pass beside the service's own probes, written as in a spec: 'tcp: 80'.")
    private List<String> probes = new ArrayList<>();

    @Option(
            names = "--exercise",
            paramLabel = "COMMAND",
            description =
                    "A command for the shell that has to succeed while a copy runs; it sees the copy's files and network.")
    private List<String> exercises = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long a copy may take until its probes pass, and a command or reload; 20s.")
    private String timeout = "20s";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long the probes have to pass under what was found; 10s.")
    private String whole = "10s";

    @Option(names = "--within", paramLabel = "TIME", description = "After which no try is begun; 20min.")
    private String within = "20min";

    @Option(names = "--tries", paramLabel = "NUMBER", description = "The most tries; 80.")
    private int tries = 80;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "How much a copy may write in all, which is kept in memory; 512M.")
    private String memory = "512M";

    @Option(names = "--write", description = "Write what was found to the spec.")
    private boolean write;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = ScratchProbes.OPTION, hidden = true)
    private boolean look;

    HardenVerb(Shell shell, UnitSurvey survey) {
        this.shell = shell;
        this.survey = survey;
    }

    @Override
    public Integer call() throws IOException {
        ApplyVerb.requireRoot(shell, Layout.SYSTEM, "harden anything");
        int version = Systemd.version(shell, null);
        HardenSubject subject = HardenSubject.find(name, shell, specsOption, presetsOption, survey, version);
        List<Check> checks = checks(subject.service());
        if (look) {
            ScratchProbes.serve(shell, checks, System.in);
            return ExitCode.CLEAN;
        }
        refuseUnfit(subject);
        refuseKillers(subject);
        if (checks.isEmpty() && exercises.isEmpty()) {
            throw Failure.usage(
                    "cannot harden " + subject.unit() + ": nothing tells whether it works",
                    "give it probes, --probe or --exercise");
        }
        HardenReport report = new HardenReport(shell, subject, json);
        return report.finish(search(subject, report), write);
    }

    private Search.Result search(HardenSubject subject, HardenReport report) {
        ScratchTrial.Limits limits =
                new ScratchTrial.Limits(span("--timeout", timeout), span("--for", whole), span("--within", within));
        Duration longest = limits.end().plus(limits.start().multipliedBy(8)).plus(limits.whole());
        if (!memory.matches("[1-9][0-9]{0,8}[KMG%]?")) {
            throw Failure.usage("cannot read --memory " + memory, "write a size such as 512M");
        }
        Map<String, String> properties =
                shell.host().show(ScratchTrial.asked(), List.of(subject.unit())).getOrDefault(subject.unit(), Map.of());
        try (ScratchRoom room = ScratchRoom.open(shell.host().programs(), longest, memory);
                ScratchProbes looks = ScratchProbes.start(room.inNetwork(), "harden")) {
            ScratchTrial trial = new ScratchTrial(
                    room,
                    room.programs(),
                    looks,
                    subject.unit(),
                    properties,
                    new ScratchTrial.Limits(
                            limits.start(),
                            limits.whole(),
                            limits.start().multipliedBy(6).plus(limits.whole())),
                    exercises);
            Set<String> open = trial.open(subject.texts(Layout.SYSTEM, Optional.empty()));
            Search search = Search.begin(start(subject, limits));
            while (search.next().isPresent()) {
                Search.Try next = search.next().get();
                long begin = System.nanoTime();
                Outcome outcome = trial.run(
                        subject.texts(Layout.SYSTEM, hardening(subject, next.candidate())), next.whole(), open);
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                search = search.after(outcome, time);
                report.tried(search.tries(), next, outcome, time);
            }
            return search.result();
        }
    }

    private static Duration span(String option, String text) {
        return TimeSpan.parse(text)
                .filter(span -> !span.isInfinite() && span.microseconds() > 0)
                .map(TimeSpan::toDuration)
                .orElseThrow(
                        () -> Failure.usage("cannot read " + option + " " + text, "write a time span such as 20s"));
    }

    /** What can tell how a copy does, of the service's own probes and those of the command line. */
    private List<Check> checks(Service service) {
        List<Check> checks = new ArrayList<>();
        service.probes()
                .all()
                .forEach(check -> ScratchProbes.unfit(check)
                        .ifPresentOrElse(
                                why -> remark(check.id() + " is passed over: " + why), () -> checks.add(check)));
        for (String written : probes) {
            Checked<Check> checked = Specs.check(new Source("--probe", written), Optional.empty());
            Check check = checked.value().orElseThrow(() -> Failure.invalid(checked.problems()));
            ScratchProbes.unfit(check).ifPresent(why -> {
                throw Failure.usage("cannot use --probe '" + written + "': " + why, "take a check of what it answers");
            });
            checks.add(check);
        }
        return checks;
    }

    private void remark(String text) {
        if (!look && !json) {
            shell.err().println(text);
            shell.err().flush();
        }
    }

    /** What cannot have a copy. */
    private void refuseUnfit(HardenSubject subject) {
        List<String> asked = new ArrayList<>(UNFIT);
        asked.add("Type");
        Map<String, String> properties =
                shell.host().show(asked, List.of(subject.unit())).getOrDefault(subject.unit(), Map.of());
        if (!properties.getOrDefault("LoadState", "").equals("loaded")) {
            throw refused(subject, "systemd has not loaded it", "upkeep apply installs a service of the specs");
        }
        if (properties.getOrDefault("Type", "").equals("dbus")) {
            throw refused(
                    subject, "a copy cannot have its name on the bus", "harden it by hand: upkeep explain hardening");
        }
        if (properties.getOrDefault("DynamicUser", "").equals("yes")) {
            throw refused(
                    subject, "its user exists only while it runs, and owns its files", "give it a user of its own");
        }
        if (properties.getOrDefault("TriggeredBy", "").contains(".socket")) {
            throw refused(
                    subject,
                    "it is handed sockets by " + properties.get("TriggeredBy") + ", which a copy is not",
                    "harden it by hand: upkeep explain hardening");
        }
        for (String root : List.of("RootDirectory", "RootImage", "NetworkNamespacePath")) {
            if (!properties.getOrDefault(root, "").isEmpty()) {
                throw refused(subject, "it has a " + root + "=", "harden it by hand: upkeep explain hardening");
            }
        }
    }

    /** Commands of a copy see the processes of the machine, and one that ends them by name would end the service itself. */
    private static void refuseKillers(HardenSubject subject) {
        for (UnitFile text : subject.texts(Layout.SYSTEM, Optional.empty())) {
            text.assignments().stream()
                    .filter(line -> line.key().startsWith("Exec")
                            && KILLER.matcher(line.value()).find())
                    .findFirst()
                    .ifPresent(line -> {
                        throw refused(
                                subject,
                                line.key() + "= of a copy would end processes of the service itself",
                                "harden it by hand: upkeep explain hardening");
                    });
        }
    }

    private static Failure refused(HardenSubject subject, String why, String hint) {
        return Failure.failed("cannot harden " + subject.unit() + ": " + why, hint);
    }

    private Search.Start start(HardenSubject subject, ScratchTrial.Limits limits) {
        Hardening present = subject.present();
        Set<Concession> kept = new LinkedHashSet<>();
        present.allow().forEach(permission -> kept.add(new Concession.Allow(permission)));
        if (present.runtime() == Hardening.RuntimeKind.JIT) {
            kept.add(new Concession.JustInTime());
        }
        SortedSet<String> writable = new TreeSet<>(present.writable());
        return new Search.Start(kept, open(subject), writable, tries, limits.end());
    }

    /** All that can be conceded, that first which leaves the service most. */
    private static List<Concession> open(HardenSubject subject) {
        Map<Concession, Integer> costs = new LinkedHashMap<>();
        Candidate bare = new Candidate(Level.PARANOID, Set.of(), new TreeSet<>());
        int most = strength(subject, bare);
        List<Concession> all = new ArrayList<>(List.of(new Concession.JustInTime()));
        EnumSet.allOf(Permission.class).forEach(permission -> all.add(new Concession.Allow(permission)));
        all.forEach(each -> costs.put(
                each, most - strength(subject, new Candidate(Level.PARANOID, Set.of(each), new TreeSet<>()))));
        return all.stream()
                .sorted(Comparator.comparing((Concession each) -> costs.getOrDefault(each, 0))
                        .reversed())
                .toList();
    }

    /** How much a hardening takes: its protections count ten each, less what their lists leave. */
    private static int strength(HardenSubject subject, Candidate candidate) {
        Service service = subject.service().withHardening(hardening(subject, candidate));
        int strength = 0;
        for (Sandbox.Ruling ruling :
                Sandbox.of(service, subject.systemdVersion()).rulings()) {
            if (ruling.verdict() instanceof Sandbox.Verdict.InForce inForce) {
                int left = String.join(" ", inForce.values()).split(" ", -1).length;
                strength += 10 - Math.min(left, 9);
            }
        }
        return strength;
    }

    /** What the spec would say; the network and the ceiling stay as they are. */
    static Optional<Hardening> hardening(HardenSubject subject, Candidate candidate) {
        if (candidate.level() == Level.NONE) {
            return Optional.empty();
        }
        EnumSet<Permission> allow = EnumSet.noneOf(Permission.class);
        boolean isJit = false;
        for (Concession concession : candidate.concessions()) {
            switch (concession) {
                case Concession.Allow allowed -> allow.add(allowed.permission());
                case Concession.JustInTime _ -> isJit = true;
            }
        }
        Hardening present = subject.present();
        return Optional.of(new Hardening(
                candidate.level(),
                isJit ? Hardening.RuntimeKind.JIT : Hardening.RuntimeKind.NATIVE,
                present.network(),
                List.copyOf(candidate.writable()),
                allow,
                present.ceiling()));
    }
}
