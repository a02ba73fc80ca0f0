package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SideBySide;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Check;
import upkeep.spec.Listening;
import upkeep.spec.OwnUnit;
import upkeep.spec.OwnUnit.Started;
import upkeep.spec.Plan;
import upkeep.spec.ProgramUnit;
import upkeep.spec.Rollout;
import upkeep.spec.Rollout.Instance;
import upkeep.spec.Rotation;
import upkeep.spec.Service;
import upkeep.spec.TargetGroup;
import upkeep.target.NagiosTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.RunAs;
import upkeep.unit.Directives;
import upkeep.unit.UnitFile;

/**
 * Turns a plan into the files systemd reads. What a unit file cannot say, and what the target systemd does not know, is
 * a problem with the place in the spec. Every file is read back after rendering, and an {@link IllegalStateException}
 * names the directive that differs from what was asked for: that is a fault of a template, not of the spec. Safe for use
 * by several threads.
 */
public final class Renderer {

    private static final String UNITS = "/etc/systemd/system/";
    private static final String SYSUSERS = "/etc/sysusers.d/upkeep-services.conf";
    private static final String TMPFILES = "/etc/tmpfiles.d/upkeep-services.conf";
    private static final String POLKIT = "/etc/polkit-1/rules.d/50-upkeep.rules";
    private static final String LOGROTATE = "/etc/logrotate.d/upkeep-";
    private static final int MODE = 0644;

    private static final List<String> INSTALLING = List.of("WantedBy", "RequiredBy", "UpheldBy", "Alias", "Also");

    private final Templates templates = new Templates();

    /** The files and enabled units of {@code plan} for a machine with that systemd, 252 or later. */
    public Checked<UnitTree> render(Plan plan, int systemdVersion) {
        if (systemdVersion < Directives.OLDEST_VERSION) {
            return Checked.failed(List.of(Problem.error(
                    SourcePos.NONE,
                    "cannot render units: the target has systemd " + systemdVersion + ", and "
                            + Directives.OLDEST_VERSION + " is the oldest that upkeep writes for")));
        }
        return new Run(plan, systemdVersion).tree();
    }

    /** Where the unit of a service is written, or its drop-in. */
    public static String path(Service service) {
        return UNITS + service.unit() + (service.isAdopted() ? ".d/50-upkeep.conf" : "");
    }

    private final class Run {
        private final Plan plan;
        private final int systemdVersion;
        private final SortedMap<String, UnitTree.File> files = new TreeMap<>();
        private final List<UnitName> enabled = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Run(Plan plan, int systemdVersion) {
            this.plan = plan;
            this.systemdVersion = systemdVersion;
        }

        Checked<UnitTree> tree() {
            SideBySide.map(plan.everyService().toList(), this::apart).forEach(this::take);
            plan.targets().values().forEach(this::target);
            plan.units().values().forEach(this::ownUnit);
            plan.programs().forEach(this::program);
            plan.everyCheck().forEach(this::check);
            ProxyFile.of(plan.services().values()).forEach(this::file);
            plan.services().values().forEach(this::proxyUnit);
            plan.services().values().forEach(this::preCheck);
            String temporaryFiles = TemporaryFiles.body(templates, plan, problems);
            if (problems.stream().anyMatch(Problem::isError)) {
                return Checked.failed(problems);
            }
            shared(SYSUSERS, "#", Accounts.body(templates, plan), UnitTree.Kind.SYSUSERS);
            shared(TMPFILES, "#", temporaryFiles, UnitTree.Kind.TMPFILES);
            shared(POLKIT, "//", Permissions.body(templates, plan), UnitTree.Kind.POLKIT_RULE);
            return Checked.of(new UnitTree(files, enabled), problems);
        }

        /** What one service becomes, to be done beside others. */
        private Run apart(Service service) {
            Run run = new Run(plan, systemdVersion);
            run.service(service);
            return run;
        }

        private void take(Run apart) {
            apart.files.values().forEach(this::file);
            enabled.addAll(apart.enabled);
            problems.addAll(apart.problems);
        }

        private void service(Service service) {
            AskedList asked = new AskedList(service);
            ServiceDirectives.collect(plan, service, systemdVersion, asked);
            String path = path(service);
            if (service.isAdopted() && asked.directives().isEmpty()) {
                problems.addAll(asked.problems());
                return;
            }
            String template = service.isAdopted() ? "dropin.ftl" : "service.ftl";
            unit(service.unit(), service.position(), asked, path, template, kind(service));
            service.start().socket().ifPresent(socket -> ownUnit(socket.unit()));
            service.rotation().ifPresent(rotation -> rotation(service, rotation));
        }

        private static UnitTree.Kind kind(Service service) {
            if (service.isAdopted()) {
                return UnitTree.Kind.DROP_IN;
            }
            if (service.start().socket().filter(Listening::accept).isPresent()) {
                return UnitTree.Kind.PROGRAM;
            }
            boolean byOther = service.isTriggered() && service.start().socket().isEmpty();
            return byOther ? UnitTree.Kind.TRIGGERED : UnitTree.Kind.UNIT;
        }

        private void ownUnit(OwnUnit unit) {
            AskedList asked = new AskedList(unit);
            OwnUnitDirectives.collect(unit, systemdVersion, asked);
            String template = unit.unit().type() + ".ftl";
            unit(unit.unit(), unit.position(), asked, UNITS + unit.unit(), template, UnitTree.Kind.UNIT);
            if (unit.starts().orElse(null) instanceof Started.Restarted restarted) {
                AskedList helper = new AskedList(restarted.helper(), unit.position());
                OwnUnitDirectives.collectHelper(unit, restarted, helper);
                String path = UNITS + restarted.helper();
                unit(restarted.helper(), unit.position(), helper, path, "program.ftl", UnitTree.Kind.PROGRAM);
            }
        }

        private void rotation(Service service, Rotation rotation) {
            String path = LOGROTATE + service.name();
            String body = Rotations.body(templates, service, rotation);
            String content = GeneratedHeader.prepend(templates, "#", GeneratedHeader.origin(service.position()), body);
            files.put(path, new UnitTree.File(path, content, MODE, UnitTree.Kind.LOGROTATE, Optional.empty()));
        }

        private void target(TargetGroup target) {
            AskedList asked = new AskedList(target.unit(), target.position());
            target.description().ifPresent(text -> asked.line("Unit", "Description", "description", text));
            asked.units("Install", "WantedBy", target.wantedBy());
            SetDirectives.collect(target.relations(), systemdVersion, asked);
            unit(target.unit(), target.position(), asked, UNITS + target.unit(), "target.ftl", UnitTree.Kind.UNIT);
        }

        private void program(ProgramUnit program) {
            AskedList asked = new AskedList(program.unit(), program.position());
            ProgramDirectives.collect(program, asked);
            String path = UNITS + program.unit();
            unit(program.unit(), program.position(), asked, path, "program.ftl", UnitTree.Kind.PROGRAM);
        }

        private void check(Check check) {
            if (check.target() instanceof ProgramTarget program) {
                program.runAs().ifPresent(runAs -> check(check, runAs, program.command(), true));
            } else if (check.target() instanceof NagiosTarget plugin) {
                plugin.runAs().ifPresent(runAs -> check(check, runAs, plugin.command(), false));
            }
        }

        private void check(Check check, RunAs runAs, List<String> program, boolean withErrors) {
            AskedList socket = new AskedList(runAs.socket(), check.position());
            CheckDirectives.collectSocket(check, runAs, socket);
            String path = UNITS + runAs.socket();
            unit(runAs.socket(), check.position(), socket, path, "check-socket.ftl", UnitTree.Kind.UNIT);
            AskedList service = new AskedList(runAs.service(), check.position());
            CheckDirectives.collectService(check, runAs, program, withErrors, service);
            path = UNITS + runAs.service();
            unit(runAs.service(), check.position(), service, path, "check.ftl", UnitTree.Kind.PROGRAM);
        }

        /** One for all instances. */
        private void proxyUnit(Service service) {
            Optional<Instance> first = service.rollout().instance().filter(it -> it.number() == 1);
            if (service.rollout().proxy().isPresent() && first.isPresent()) {
                UnitName unit = Rollout.proxyUnit(first.get().set());
                AskedList asked = new AskedList(unit, service.position());
                RolloutDirectives.proxy(first.get().set(), asked);
                unit(unit, service.position(), asked, UNITS + unit, "program.ftl", UnitTree.Kind.PROGRAM);
            }
        }

        private void preCheck(Service service) {
            if (!service.rollout().preCheck().isEmpty()) {
                UnitName unit = Rollout.preCheckUnit(service.name());
                AskedList asked = new AskedList(service);
                ServiceDirectives.collectPreCheck(plan, service, systemdVersion, asked);
                unit(unit, service.position(), asked, UNITS + unit, "pre-check.ftl", UnitTree.Kind.PROGRAM);
            }
        }

        private void file(UnitTree.File file) {
            if (files.putIfAbsent(file.path(), file) != null) {
                problems.add(Problem.error(
                        SourcePos.NONE, "cannot render " + file.path() + ": the plan describes this file twice"));
            }
        }

        private void unit(
                UnitName unit, SourcePos position, AskedList asked, String path, String template, UnitTree.Kind kind) {
            problems.addAll(asked.problems());
            if (asked.problems().stream().anyMatch(Problem::isError)) {
                return;
            }
            List<Asked> directives =
                    asked.directives().stream().filter(this::isKnown).toList();
            UnitText.Result text = UnitText.of(templates, template, path, GeneratedHeader.origin(position), directives);
            file(new UnitTree.File(path, text.content(), MODE, kind, Optional.of(unit)));
            if ((kind == UnitTree.Kind.UNIT || kind == UnitTree.Kind.TRIGGERED) && isInstalled(text.file())) {
                enabled.add(unit);
            }
        }

        /** What the user passes through, or keys stand for, was checked already. */
        private boolean isKnown(Asked directive) {
            if (directive.isPassedThrough()) {
                return true;
            }
            if (directive.isSet()) {
                return true;
            }
            int since = Directives.since(directive.section(), directive.key())
                    .orElseThrow(() -> new IllegalStateException("no systemd knows " + directive.key() + "="));
            if (since > systemdVersion && !GrowingDelay.DIRECTIVES.contains(directive.key())) {
                throw new IllegalStateException("systemd " + systemdVersion + " does not know " + directive.key()
                        + "=, and it cannot be left out");
            }
            return since <= systemdVersion;
        }

        private boolean isInstalled(UnitFile file) {
            return INSTALLING.stream()
                    .anyMatch(key -> !file.values("Install", key).isEmpty());
        }

        private void shared(String path, String comment, String body, UnitTree.Kind kind) {
            if (!body.isEmpty()) {
                String content = GeneratedHeader.prepend(templates, comment, "the specs", body);
                files.put(path, new UnitTree.File(path, content, MODE, kind, Optional.empty()));
            }
        }
    }
}
