package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.install.Generation;
import upkeep.install.InstallException;
import upkeep.install.Step;
import upkeep.install.Wanted;
import upkeep.render.GeneratedHeader;
import upkeep.render.ProxyFile;
import upkeep.render.UnitTree;
import upkeep.rollout.Member;
import upkeep.spec.Execution;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * What is rolled out by an apply, and the trees of files on the way: the services that are verified, one after the other with
 * their new units, all else as it is until they have proven themselves. Units that are new come first, since the changed
 * ones may need them.
 */
final class RolloutTrees {

    private static final TimeSpan ADOPTED_START = TimeSpan.ofSeconds(90);

    private final UnitTree base;
    private final UnitTree current;
    private final Wanted wanted;
    private final Plan before;
    private final Plan after;
    private final List<Member> members;
    /** Those that run by the new specs. */
    private final Set<String> moved = new HashSet<>();
    /** Those that were moved or taken back; the others may run by the specs of a run that was cut off, which are others. */
    private final Set<String> touched = new HashSet<>();

    /**
     * @param base the files of the generation in force, to which they go back
     * @param current the files on disk, which differ from these if an earlier run was cut off
     */
    RolloutTrees(Wanted base, UnitTree current, Wanted wanted, Plan before, Plan after, ChangeSet changes) {
        this.base = base.tree();
        this.current = current;
        this.wanted = wanted;
        this.before = before;
        this.after = after;
        this.members = members(changes);
        members.stream().filter(RolloutTrees::isMoved).forEach(member -> moved.add(member.name()));
    }

    /**
     * What there is to roll out; nothing where files that were edited are overwritten, or an apply waits to be confirmed.
     *
     * @param base what is in force, if that is known
     */
    static Optional<RolloutTrees> of(Applier applier, Optional<Wanted> base, Wanted wanted, ChangeSet changes)
            throws InstallException {
        if (!changes.conflicts().isEmpty() || applier.isWaiting() || applier.generation() == Generation.NONE) {
            return Optional.empty();
        }
        Optional<Plan> before = base.flatMap(RolloutTrees::plan);
        Optional<Plan> after = plan(wanted);
        if (base.isEmpty() || before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RolloutTrees(base.get(), applier.current(), wanted, before.get(), after.get(), changes))
                .filter(trees -> !trees.members().isEmpty());
    }

    /** What the specs ask for without what was taken away; nothing if they are in error. */
    static Optional<Plan> plan(Wanted wanted) {
        return new PlanSources(wanted.specs(), wanted.removed()).plan().value();
    }

    /** The services that are started or restarted, and must pass pre-checks before. */
    static List<Service> gated(Wanted wanted, ChangeSet changes) {
        return plan(wanted).stream()
                .flatMap(plan -> plan.services().values().stream())
                .filter(service -> !service.rollout().preCheck().isEmpty())
                .filter(service -> changes.steps().stream()
                        .anyMatch(step -> step.kind().isStart()
                                && step.unit().filter(service.unit()::equals).isPresent()))
                .toList();
    }

    /** Those to be rolled out, in that order; none if the apply changes no service that is verified. */
    List<Member> members() {
        return members;
    }

    private List<Member> members(ChangeSet changes) {
        List<UnitName> order = new Cascade(changes.steps(), wanted.tree(), (_, _) -> Map.of()).order();
        Comparator<Service> byOrder = Comparator.comparingInt(service -> firstOf(after, set(service), order));
        List<Service> services = after.services().values().stream()
                .filter(service -> before.services().containsKey(service.name()))
                .sorted(byOrder.thenComparing(RolloutTrees::set).thenComparingInt(RolloutTrees::number))
                .toList();
        List<Member> found = new ArrayList<>();
        for (Service service : services) {
            service.rollout()
                    .update()
                    .flatMap(update -> member(service, update, changes))
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** The place of the first of a set in the order in which systemd would start them. */
    static int firstOf(Plan plan, String set, List<UnitName> order) {
        return plan.named(set).stream()
                .map(service -> order.indexOf(service.unit()))
                .filter(place -> place >= 0)
                .min(Integer::compareTo)
                .orElse(Integer.MAX_VALUE);
    }

    /** Whether an earlier run that was cut off has restarted it. */
    static boolean isMoved(Member member) {
        return member.part() == Member.Part.MOVED;
    }

    /** What a service is one of. */
    static String set(Service service) {
        return service.rollout().instance().map(Rollout.Instance::set).orElse(service.name());
    }

    /** Which of a set it is. */
    static int number(Service service) {
        return service.rollout().instance().map(Rollout.Instance::number).orElse(0);
    }

    private Optional<Member> member(Service service, Rollout.Update update, ChangeSet changes) {
        boolean isEdited = changes.conflicts().stream().anyMatch(file -> isOf(file, service.unit()));
        Map<String, UnitTree.File> next = files(wanted.tree(), service.unit());
        Map<String, UnitTree.File> old = files(base, service.unit());
        boolean isRestarted = changes.steps().stream().anyMatch(step -> isRestart(step, service.unit()));
        boolean isMoved = !isRestarted
                && next.equals(files(current, service.unit()))
                && !text(next).equals(text(old));
        if (isEdited || old.isEmpty() || !(isRestarted || isMoved)) {
            return Optional.empty();
        }
        Member.Part part = isMoved ? Member.Part.MOVED : Member.Part.RESTARTED;
        return Optional.of(new Member(service.name(), set(service), update, startTime(service), part));
    }

    /** How long a start may take; that of an adopted unit is what systemd takes without a word. */
    static TimeSpan startTime(Service service) {
        return service.execution()
                .map(Execution::startTimeout)
                .filter(it -> !it.isInfinite())
                .orElse(ADOPTED_START);
    }

    /** How long a start may take. */
    static Duration startTimeout(Service service) {
        return startTime(service).toDuration();
    }

    private static List<String> text(Map<String, UnitTree.File> files) {
        return files.values().stream()
                .map(file -> GeneratedHeader.strip(file.content()))
                .toList();
    }

    private static boolean isOf(FileChange file, UnitName unit) {
        return file.unit().filter(unit::equals).isPresent();
    }

    private static boolean isRestart(Step step, UnitName unit) {
        boolean restarts = step.kind() == Step.Kind.RESTART || step.kind() == Step.Kind.TRY_RESTART;
        return restarts && step.unit().filter(unit::equals).isPresent();
    }

    private static Map<String, UnitTree.File> files(UnitTree tree, UnitName unit) {
        Map<String, UnitTree.File> files = new TreeMap<>(tree.files());
        files.values().removeIf(file -> file.unit().filter(unit::equals).isEmpty());
        return files;
    }

    /** The service as it will be. */
    Service wanted(String name) {
        return service(after, name);
    }

    /** The service as it runs now: by the specs of before until it was moved. */
    Service running(String name) {
        return service(moved.contains(name) ? after : before, name);
    }

    /** As they run now: all members, and the others that are behind a proxy, which hears of nobody else meanwhile. */
    List<Service> watched() {
        Set<String> names = members.stream().map(Member::name).collect(Collectors.toSet());
        return before.services().values().stream()
                .filter(service -> names.contains(service.name())
                        || service.rollout().proxy().isPresent())
                .map(service -> names.contains(service.name()) ? running(service.name()) : service)
                .toList();
    }

    private static Service service(Plan plan, String name) {
        return Optional.ofNullable(plan.services().get(name)).orElseThrow();
    }

    /** These run by the new specs from now on. */
    void move(List<String> names) {
        touched.addAll(names);
        moved.addAll(names);
    }

    /** These run by the specs of before again. */
    void back(List<String> names) {
        touched.addAll(names);
        names.forEach(moved::remove);
    }

    /** The units that are not there yet: they are started before the first is moved. */
    Set<UnitName> created() {
        Set<UnitName> created = new TreeSet<>();
        wanted.tree().files().forEach((path, file) -> {
            if (isUnit(file) && !current.files().containsKey(path)) {
                file.unit().ifPresent(created::add);
            }
        });
        return created;
    }

    private static boolean isUnit(UnitTree.File file) {
        return switch (file.kind()) {
            case UNIT, TRIGGERED, PROGRAM -> true;
            case DROP_IN, SYSUSERS, TMPFILES, POLKIT_RULE, LOGROTATE, PROXY -> false;
        };
    }

    /** The tree before the first is moved: what is on disk, with all units that are new, and their users. */
    UnitTree prepared() {
        SortedMap<String, UnitTree.File> files = new TreeMap<>(current.files());
        wanted.tree().files().forEach((path, file) -> {
            switch (file.kind()) {
                case UNIT, TRIGGERED, PROGRAM -> files.putIfAbsent(path, file);
                case SYSUSERS, TMPFILES, LOGROTATE -> files.put(path, file);
                case DROP_IN, POLKIT_RULE, PROXY -> {}
            }
        });
        Set<UnitName> enabled = new TreeSet<>(current.enabled());
        wanted.tree().enabled().stream().filter(created()::contains).forEach(enabled::add);
        return new UnitTree(files, List.copyOf(enabled));
    }

    /** The tree with each member as it runs, or is about to. */
    UnitTree tree(UnitTree last) {
        SortedMap<String, UnitTree.File> files = new TreeMap<>(last.files());
        for (Member member : members) {
            UnitName unit = running(member.name()).unit();
            if (touched.contains(member.name())) {
                files.values().removeIf(file -> file.unit().filter(unit::equals).isPresent());
                files.putAll(files(moved.contains(member.name()) ? wanted.tree() : base, unit));
            }
        }
        SortedMap<String, Service> running = new TreeMap<>(before.services());
        moved.forEach(name -> running.put(name, running(name)));
        ProxyFile.of(running.values()).stream()
                .filter(file -> Optional.ofNullable(files.get(file.path()))
                        .filter(found -> found.kind() == UnitTree.Kind.PROXY)
                        .isPresent())
                .forEach(file -> files.put(file.path(), file));
        return new UnitTree(files, last.enabled());
    }

    /** The paths of all files of proxies that are on disk or will be. */
    Set<String> proxies() {
        return proxies(current, wanted.tree());
    }

    static Set<String> proxies(UnitTree... trees) {
        Set<String> paths = new TreeSet<>();
        for (UnitTree tree : trees) {
            tree.files().values().stream()
                    .filter(file -> file.kind() == UnitTree.Kind.PROXY)
                    .forEach(file -> paths.add(file.path()));
        }
        return paths;
    }
}
