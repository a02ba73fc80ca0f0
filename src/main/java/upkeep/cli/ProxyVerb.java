package upkeep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import upkeep.control.Answer;
import upkeep.install.Applier;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * {@code upkeep proxy}: tells reverse proxies which instances are in service, as upkeepd sees them. Run by {@code
 * upkeep-proxy-NAME.service}, which upkeepd starts when that changes.
 */
@Command(
        name = "proxy",
        description = "Tell the reverse proxies of a service which of its instances are ready, as upkeepd sees them.")
final class ProxyVerb implements Callable<Integer> {

    /** A roll that watches its first may take so long. The unit may take a little longer. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    private final Shell shell;
    private final Online online;

    @Parameters(paramLabel = "NAME", description = "The service.")
    private String name = "";

    ProxyVerb(Shell shell, Online online) {
        this.shell = shell;
        this.online = online;
    }

    @Override
    public Integer call() {
        Layout layout = Layout.SYSTEM;
        ApplyVerb.requireRoot(shell, layout, "tell a proxy");
        Ground ground = shell.host()
                .ground(layout)
                .orElseThrow(() -> Failure.failed("cannot tell a proxy: nothing runs here", "run it on the machine"));
        Applier applier =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout));
        try {
            return applier.unlessUnderWay(PATIENCE, () -> tell(layout, ground.proxies()))
                    .orElseThrow(() -> Failure.failed(
                            "cannot tell a proxy of " + name + ": an apply, remove or roll is under way",
                            "upkeepd has it told again"));
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    /** As it is now, which may be long after it was asked for. */
    private int tell(Layout layout, Proxies proxies) {
        List<Service> instances = AppliedServices.read(shell, layout).plan().named(name).stream()
                .filter(service -> service.rollout().proxy().isPresent())
                .toList();
        if (instances.isEmpty()) {
            throw Failure.failed(
                    "cannot tell a proxy of " + name + ": no service of that name with proxy: was applied",
                    "upkeep apply puts specs in force");
        }
        Answer status = online.upkeepd().status(List.of(name), true);
        Map<String, SeenService> seen = SeenService.parse(status.out());
        if (seen.isEmpty()) {
            return online.show(new Answer(ExitCode.FAILED, "", status.err()));
        }
        mark(proxies, instances, seen);
        shell.say("told");
        return ExitCode.CLEAN;
    }

    /** One of which upkeepd is not sure stays as it is. */
    private static void mark(Proxies proxies, List<Service> instances, Map<String, SeenService> seen) {
        Set<String> paths = new TreeSet<>();
        for (Service instance : instances) {
            Rollout.Proxy proxy = instance.rollout().proxy().orElseThrow();
            proxy.nginx().ifPresent(paths::add);
            proxy.haproxy().ifPresent(paths::add);
        }
        Set<String> out = new TreeSet<>(proxies.out(paths));
        for (Service instance : instances) {
            SeenService one = seen.get(instance.name());
            if (one == null || one.isUnready()) {
                out.add(instance.name());
            } else if (one.isReady()) {
                out.remove(instance.name());
            }
        }
        proxies.mark(paths, out);
    }
}
