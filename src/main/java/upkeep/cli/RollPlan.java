package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.install.Step;
import upkeep.render.UnitTree;
import upkeep.rollout.Look;
import upkeep.rollout.Member;
import upkeep.rollout.Member.Part;
import upkeep.spec.Execution;
import upkeep.spec.Plan;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * What a roll takes of that which was applied, in which order, and what it leaves as it is.
 *
 * @param plan what was applied and is there
 * @param members those that are taken, then the others of their sets
 * @param canary for how long the first of each set is watched
 * @param remarks what whoever asked may not expect
 * @param along what systemd restarts with those that are taken
 */
record RollPlan(
        Plan plan, List<Member> members, Optional<TimeSpan> canary, List<String> remarks, List<Cascade.Effect> along) {

    /** What systemd takes for the stop of a unit that says nothing of it. */
    private static final TimeSpan ADOPTED_STOP = TimeSpan.ofSeconds(90);

    RollPlan {
        members = List.copyOf(members);
        remarks = List.copyOf(remarks);
        along = List.copyOf(along);
    }

    /**
     * What was asked for.
     *
     * @param names of services, instances, targets and slices
     * @param reload whether those that can are told to reload
     */
    record Asked(List<String> names, boolean reload, Optional<TimeSpan> canary) {}

    /** The members that are taken. */
    List<Member> taken() {
        return members.stream().filter(member -> member.part() != Part.ASIDE).toList();
    }

    Service service(String name) {
        return Optional.ofNullable(plan.services().get(name)).orElseThrow();
    }

    boolean isReloaded(String name) {
        return members.stream().anyMatch(member -> member.name().equals(name) && member.part() == Part.RELOADED);
    }

    /** Those that have to pass pre-checks. */
    List<Service> gated() {
        return taken().stream()
                .map(member -> service(member.name()))
                .filter(service -> !service.rollout().preCheck().isEmpty())
                .toList();
    }

    /** The shortest that it can take. */
    Duration shortest() {
        return sum(member -> member.update().verify().toDuration());
    }

    /** About the longest that it can take; nothing where a stop or start has no limit. */
    Optional<Duration> longest() {
        boolean isEndless = taken().stream()
                .map(member -> service(member.name()))
                .flatMap(service -> service.execution().stream())
                .anyMatch(it ->
                        it.startTimeout().isInfinite() || it.stop().timeout().isInfinite());
        long gates = 2L * gated().size();
        return isEndless
                ? Optional.empty()
                : Optional.of(sum(this::longest)
                        .plus(Rollout.PRE_CHECK_TIMEOUT.toDuration().multipliedBy(gates)));
    }

    private Duration sum(Function<Member, Duration> time) {
        Duration sum = Duration.ZERO;
        for (RolledSet set : RolledSet.of(taken(), this::service)) {
            int most = set.member().update().maxUnavailable();
            int others = set.members().size() - (canary.isPresent() ? 1 : 0);
            int steps = (others + most - 1) / most;
            Duration step =
                    set.members().stream().map(time).max(Duration::compareTo).orElseThrow();
            sum = sum.plus(step.multipliedBy(steps));
            if (canary.isPresent()) {
                Duration usual = set.member().update().verify().toDuration();
                sum = sum.plus(step).plus(canary.get().toDuration()).minus(usual);
            }
        }
        return sum;
    }

    /** A restart with all that is waited for before and after it; probes may begin late, and fail at the last moment. */
    private Duration longest(Member member) {
        Service service = service(member.name());
        Duration start = member.startTimeout().toDuration();
        Duration watched = start.plus(member.update().verify().toDuration()).plus(start);
        if (member.part() == Part.RELOADED) {
            return start.plus(watched);
        }
        Duration drain = service.rollout()
                .proxy()
                .map(Rollout.Proxy::drain)
                .orElse(TimeSpan.ZERO)
                .toDuration();
        Duration stop = service.execution()
                .map(Execution::stop)
                .map(Execution.Stop::timeout)
                .orElse(ADOPTED_STOP)
                .toDuration();
        return drain.plus(stop).plus(start).plus(watched);
    }

    /**
     * Makes it.
     *
     * @param files what is on disk, by which units stand to each other
     */
    static RollPlan of(Shell shell, AppliedServices applied, UnitTree files, Ground ground, Asked asked) {
        Plan plan = applied.plan().without(applied.removed());
        List<String> remarks = new ArrayList<>();
        List<Service> asleep = new ArrayList<>();
        List<Service> services = ordered(plan, files, services(plan, applied, asked.names(), remarks));
        Map<UnitName, Map<String, String>> shown = shell.host()
                .show(List.of("CanReload"), services.stream().map(Service::unit).toList());
        if (shown.isEmpty() && !services.isEmpty()) {
            throw Failure.failed("cannot roll: systemd does not answer", "systemctl status says more");
        }
        Map<String, Look> looks = ground.look(services);
        List<Member> members = new ArrayList<>();
        for (Service service : services) {
            Look look = looks.getOrDefault(service.name(), Look.NONE);
            if (look.phase() == Look.Phase.STOPPED) {
                asleep.add(service);
                continue;
            }
            boolean canReload = look.phase() == Look.Phase.UP
                    && "yes".equals(shown.getOrDefault(service.unit(), Map.of()).get("CanReload"));
            if (asked.reload() && !canReload) {
                remarks.add(service.name() + " cannot reload, and is restarted");
            }
            members.add(member(service, asked.reload() && canReload ? Part.RELOADED : Part.RESTARTED));
        }
        asleep.forEach(service -> remarks.add(service.name() + " is stopped, and stays so"));
        tellDefaults(plan, members, remarks);
        refuseShort(members, asked.canary());
        List<Cascade.Effect> along = along(plan, files, members, shell.host()::show);
        Set<String> sets = new LinkedHashSet<>();
        Set<String> names = new TreeSet<>();
        members.forEach(member -> {
            sets.add(member.set());
            names.add(member.name());
        });
        plan.services().values().stream()
                .filter(service -> sets.contains(RolloutTrees.set(service)) && !names.contains(service.name()))
                .forEach(service -> members.add(member(service, Part.ASIDE)));
        return new RollPlan(plan, members, asked.canary(), remarks, along);
    }

    private static Member member(Service service, Part part) {
        // There is no version of before that could be put back.
        Rollout.Update update =
                service.rollout().update().orElse(Rollout.Update.DEFAULT).withoutRollback();
        return new Member(service.name(), RolloutTrees.set(service), update, RolloutTrees.startTime(service), part);
    }

    /** What the names stand for: services, and of targets and slices all services in them. */
    private static Collection<Service> services(
            Plan plan, AppliedServices applied, List<String> names, List<String> remarks) {
        Map<String, Service> found = new LinkedHashMap<>();
        for (String name : applied.present("roll", names)) {
            Service service = plan.services().get(name);
            boolean isGroup = name.endsWith(".target") || name.endsWith(".slice");
            if (service != null && isOnce(service)) {
                throw Failure.failed(
                        "cannot roll " + name + ": it does its work and ends, and cannot be watched",
                        "systemctl start " + service.unit() + " runs it");
            }
            if (service != null) {
                found.put(name, service);
            } else if (isGroup) {
                for (String member : AppliedServices.within(plan, name)) {
                    Optional.ofNullable(plan.services().get(member)).ifPresent(it -> {
                        if (isOnce(it)) {
                            remarks.add(member + " does its work and ends, cannot be watched, and is left out");
                        } else {
                            found.put(member, it);
                        }
                    });
                }
            } else {
                throw Failure.failed(
                        "cannot roll " + name + ": only services are restarted one after the other",
                        "systemctl restart " + name + " restarts it");
            }
        }
        return found.values();
    }

    private static boolean isOnce(Service service) {
        return service.execution()
                .filter(it -> it.type() == Execution.Type.ONESHOT)
                .isPresent();
    }

    /** Sets behind those that they start after, each by its numbers. */
    private static List<Service> ordered(Plan plan, UnitTree files, Collection<Service> services) {
        List<Step> steps = services.stream()
                .map(service -> Step.of(Step.Kind.RESTART, service.unit()))
                .toList();
        List<UnitName> order = new Cascade(steps, files, (_, _) -> Map.of()).order();
        Comparator<Service> byOrder =
                Comparator.comparingInt(service -> RolloutTrees.firstOf(plan, RolloutTrees.set(service), order));
        return services.stream()
                .sorted(byOrder.thenComparing(RolloutTrees::set).thenComparingInt(RolloutTrees::number))
                .toList();
    }

    private static void tellDefaults(Plan plan, List<Member> members, List<String> remarks) {
        members.stream()
                .filter(member -> Optional.ofNullable(plan.services().get(member.name()))
                        .flatMap(service -> service.rollout().update())
                        .isEmpty())
                .forEach(member -> remarks.add(member.name() + " has no update: in its spec, and is watched for "
                        + member.update().verify() + " as if it were {}"));
    }

    private static void refuseShort(List<Member> members, Optional<TimeSpan> canary) {
        for (Member member : members) {
            TimeSpan verify = member.update().verify();
            if (canary.filter(time -> time.compareTo(verify) < 0).isPresent()) {
                throw Failure.usage(
                        "cannot watch the first for " + canary.get() + ": " + member.set() + " is watched for " + verify
                                + " anyway",
                        "name a longer time, or leave out --canary");
            }
        }
    }

    /** What systemd restarts with those that are restarted; it must not be more of a set than may be out of service. */
    private static List<Cascade.Effect> along(
            Plan plan, UnitTree files, List<Member> members, Systemd.Properties properties) {
        Map<UnitName, Cascade.Effect> along = new LinkedHashMap<>();
        List<Problem> refused = new ArrayList<>();
        for (Member member : members) {
            if (member.part() == Part.RELOADED) {
                continue;
            }
            UnitName unit = Optional.ofNullable(plan.services().get(member.name()))
                    .map(Service::unit)
                    .orElseThrow();
            List<Cascade.Effect> effects =
                    new Cascade(List.of(Step.of(Step.Kind.RESTART, unit)), files, properties).effects();
            effects.forEach(effect -> along.putIfAbsent(effect.unit(), effect));
            tooMany(plan, member, effects)
                    .map(set -> Problem.error(
                            SourcePos.NONE,
                            "cannot roll " + member.name() + ": systemd restarts with it more of " + set
                                    + " than may be out of service: "
                                    + RolledSet.joined(effects),
                            "needs: in place of these lets it go alone; systemctl restart " + unit
                                    + " restarts all of them"))
                    .ifPresent(refused::add);
        }
        if (!refused.isEmpty()) {
            throw new Failure(ExitCode.FAILED, refused);
        }
        return List.copyOf(along.values());
    }

    private static Optional<String> tooMany(Plan plan, Member member, List<Cascade.Effect> effects) {
        Map<String, Integer> counts = new LinkedHashMap<>(Map.of(member.set(), 1));
        Map<String, Integer> most = new LinkedHashMap<>();
        Stream<Service> affected = effects.stream().flatMap(effect -> plan.serviceOf(effect.unit()).stream());
        affected.filter(service -> service.rollout().instance().isPresent()).forEach(service -> {
            counts.merge(RolloutTrees.set(service), 1, Integer::sum);
            most.put(
                    RolloutTrees.set(service),
                    service.rollout().update().orElse(Rollout.Update.DEFAULT).maxUnavailable());
        });
        return most.entrySet().stream()
                .filter(set -> counts.getOrDefault(set.getKey(), 0) > set.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
