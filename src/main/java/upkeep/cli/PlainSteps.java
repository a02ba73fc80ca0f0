package upkeep.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.rollout.Member;
import upkeep.rollout.Order;
import upkeep.spec.Service;

/** The steps of a roll: each is a restart or reload, and files stay as they are. */
final class PlainSteps implements RolloutSteps {

    private final RollPlan plan;
    private final Ground ground;
    private final Set<String> taken = new LinkedHashSet<>();
    /** The first comes right after the pre-checks of all. */
    private boolean isFirst = true;

    PlainSteps(RollPlan plan, Ground ground) {
        this.plan = plan;
        this.ground = ground;
    }

    /** Those that were restarted or reloaded so far, or were told to. */
    Set<String> taken() {
        return taken;
    }

    @Override
    public List<Member> members() {
        return plan.members();
    }

    @Override
    public Service running(String name) {
        return plan.service(name);
    }

    @Override
    public Collection<Service> watched() {
        Map<String, Service> watched = new LinkedHashMap<>();
        plan.members().forEach(member -> watched.put(member.name(), running(member.name())));
        plan.plan().services().forEach((name, service) -> {
            if (service.rollout().proxy().isPresent()) {
                watched.putIfAbsent(name, service);
            }
        });
        return watched.values();
    }

    @Override
    public Set<String> proxies() {
        Set<String> paths = new TreeSet<>();
        plan.plan().services().values().stream()
                .flatMap(service -> service.rollout().proxy().stream())
                .forEach(proxy -> {
                    proxy.nginx().ifPresent(paths::add);
                    proxy.haproxy().ifPresent(paths::add);
                });
        return paths;
    }

    @Override
    public String text(Order order) {
        List<String> parts = new ArrayList<>();
        for (boolean isReloaded : List.of(false, true)) {
            List<String> names = order.names().stream()
                    .filter(name -> plan.isReloaded(name) == isReloaded)
                    .toList();
            if (!names.isEmpty()) {
                parts.add(String.join(", ", names) + (isReloaded ? ": reloading" : ": restarting"));
            }
        }
        return String.join("; ", parts);
    }

    @Override
    public String reason() {
        return "upkeep roll restarts it";
    }

    @Override
    public List<Service> withdrawn(Order order) {
        return order.names().stream()
                .filter(name -> !plan.isReloaded(name))
                .map(this::running)
                .toList();
    }

    @Override
    public Map<String, String> refusals(Order order) {
        Map<String, String> refusals = new LinkedHashMap<>();
        if (!isFirst) {
            for (String name : order.names()) {
                ground.preCheck(running(name))
                        .ifPresent(why -> refusals.put(
                                name, "its pre-check does not succeed any more, so it was left as it is: " + why));
            }
        }
        isFirst = false;
        return refusals;
    }

    @Override
    public Taken take(Order order) {
        taken.addAll(order.names());
        List<Service> restarted = withdrawn(order);
        Map<String, String> faults = new HashMap<>();
        Set<String> resting = new HashSet<>();
        if (!restarted.isEmpty()) {
            Taken result = Taken.of(
                    ground.restart(restarted.stream().map(Service::unit).toList()), restarted);
            faults.putAll(result.faults());
            resting.addAll(result.resting());
            taken.removeAll(result.resting());
        }
        Map<UnitName, String> unreloaded = ground.reload(order.names().stream()
                .filter(plan::isReloaded)
                .map(name -> running(name).unit())
                .toList());
        for (String name : order.names()) {
            UnitName unit = running(name).unit();
            if (unreloaded.containsKey(unit)) {
                faults.put(name, "reload " + unit + ": " + unreloaded.get(unit));
            }
        }
        return new Taken(faults, resting);
    }
}
