package upkeep.cli;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import upkeep.install.Applier;
import upkeep.install.ApplyReport;
import upkeep.install.InstallException;
import upkeep.render.UnitTree;
import upkeep.rollout.Member;
import upkeep.rollout.Order;
import upkeep.spec.Service;

/** The steps of an apply: each puts the files in force that a service shall run with from now on. */
final class TreeSteps implements RolloutSteps {

    private final Applier applier;
    private final Applier.Options options;
    private final RolloutTrees trees;
    private final Consumer<ApplyReport> told;
    private UnitTree tree;

    TreeSteps(Applier applier, Applier.Options options, RolloutTrees trees, Consumer<ApplyReport> told) {
        this.applier = applier;
        this.options = options;
        this.trees = trees;
        this.told = told;
        this.tree = trees.prepared();
    }

    /** Starts what is new, since what has changed may need it. */
    void begin() throws InstallException {
        if (!tree.equals(applier.current())) {
            told.accept(applier.advance(tree, options));
        }
    }

    @Override
    public List<Member> members() {
        return trees.members();
    }

    @Override
    public Service running(String name) {
        return trees.running(name);
    }

    @Override
    public Collection<Service> watched() {
        return trees.watched();
    }

    @Override
    public Set<String> proxies() {
        return trees.proxies();
    }

    @Override
    public String text(Order order) {
        String names = String.join(", ", order.names());
        return switch (order) {
            case Order.Move _ -> names + ": restarting with the new version";
            case Order.Return _ -> names + ": going back to the version of before";
        };
    }

    @Override
    public String reason() {
        return "a new version is rolled out";
    }

    @Override
    public List<Service> withdrawn(Order order) {
        return order.names().stream().map(this::running).toList();
    }

    /** The pre-checks of all came before the first step. */
    @Override
    public Map<String, String> refusals(Order order) {
        return Map.of();
    }

    @Override
    public Taken take(Order order) throws InstallException {
        switch (order) {
            case Order.Move move -> trees.move(move.names());
            case Order.Return back -> trees.back(back.names());
        }
        tree = trees.tree(tree);
        ApplyReport report = applier.advance(tree, options);
        told.accept(report);
        return Taken.of(
                report.outcomes(), order.names().stream().map(this::running).toList());
    }
}
