package upkeep.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.host.Connections;
import upkeep.install.ProxyFiles;
import upkeep.install.Reasons;
import upkeep.render.ProxyFile;
import upkeep.spec.Service;

/**
 * Tells reverse proxies which instances are in service: marks them in the files that these read, has the proxy test what it
 * reads, and reload it. A proxy that does not run reads the file when it starts.
 */
final class Proxies {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    /** How long a proxy may take until the workers of before take no more connections; it is a matter of milliseconds. */
    private static final Duration HAND_OVER = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(50);

    private final ProxyFiles files;
    private final Programs programs;
    private final Connections connections;
    private final Consumer<Duration> pause;

    Proxies(ProxyFiles files, Programs programs, Connections connections, Consumer<Duration> pause) {
        this.files = files;
        this.programs = programs;
        this.connections = connections;
        this.pause = pause;
    }

    /** A proxy, the unit it runs as, and how it is asked whether it can read its files. */
    private enum Kind {
        NGINX,
        HAPROXY;

        UnitName unit() {
            return new UnitName(
                    switch (this) {
                        case NGINX -> "nginx.service";
                        case HAPROXY -> "haproxy.service";
                    });
        }

        List<String> test(String path) {
            return switch (this) {
                case NGINX -> List.of("/usr/sbin/nginx", "-t", "-q");
                case HAPROXY -> List.of("/usr/sbin/haproxy", "-c", "-q", "-f", "/etc/haproxy/haproxy.cfg", "-f", path);
            };
        }
    }

    /**
     * Marks exactly these instances as out of service, of those that the files list. Where that would be all, the file stays
     * as it is: a proxy that knows of nobody can but fail.
     *
     * @param written those that were written since the proxy read them
     * @throws Failure if the proxy refuses; the file is then as it was
     */
    void mark(Collection<String> paths, Set<String> out, Set<String> written) {
        for (String path : paths) {
            try {
                String before = files.read(path).orElse("");
                List<String> all = ProxyFile.instances(before);
                Set<String> marked = new TreeSet<>(out);
                marked.retainAll(all);
                Set<String> kept = marked.size() < all.size() ? marked : ProxyFile.out(before);
                if (!all.isEmpty() && (written.contains(path) || !kept.equals(ProxyFile.out(before)))) {
                    put(path, before, ProxyFile.marked(before, kept));
                }
            } catch (IOException e) {
                throw Failure.failed("cannot write " + path + ": " + Reasons.of(e), "try again");
            }
        }
    }

    /** The instances that are marked as out of service now. */
    Set<String> out(Collection<String> paths) {
        Set<String> out = new TreeSet<>();
        for (String path : paths) {
            try {
                out.addAll(ProxyFile.out(files.read(path).orElse("")));
            } catch (IOException e) {
                throw Failure.failed("cannot read " + path + ": " + Reasons.of(e), "try again");
            }
        }
        return out;
    }

    void mark(Collection<String> paths, Set<String> out) {
        mark(paths, out, Set.of());
    }

    private void put(String path, String before, String after) throws IOException {
        Kind kind = after.contains("\nupstream ") ? Kind.NGINX : Kind.HAPROXY;
        files.write(path, after);
        if (!isActive(kind.unit())) {
            return;
        }
        Programs.Result tested = programs.run(DEADLINE, kind.test(path));
        if (!tested.isSuccess()) {
            files.write(path, before);
            throw refused(kind, path, tested);
        }
        Set<Integer> earlier = new HashSet<>(connections.acceptors(kind.unit().text()));
        earlier.remove(mainProcess(kind.unit()));
        Programs.Result reloaded = programs.run(
                DEADLINE, List.of("systemctl", "reload", kind.unit().text()));
        if (!reloaded.isSuccess()) {
            files.write(path, before);
            throw refused(kind, path, reloaded);
        }
        // Both go on taking connections by their earlier configuration until the workers of before have been told.
        await(
                HAND_OVER,
                () -> connections.acceptors(kind.unit().text()).stream().noneMatch(earlier::contains));
    }

    private static Failure refused(Kind kind, String path, Programs.Result result) {
        return Failure.failed(
                "cannot tell " + kind.unit() + " which instances are in service, by " + path + ": "
                        + SystemctlActivation.reason(result),
                "the file is as it was; mend what it complains of, and try again");
    }

    private boolean isActive(UnitName unit) {
        return shown(unit, "ActiveState").equals("active");
    }

    private int mainProcess(UnitName unit) {
        String pid = shown(unit, "MainPID");
        return pid.matches("[0-9]{1,9}") ? Integer.parseInt(pid) : 0;
    }

    private String shown(UnitName unit, String property) {
        return UnitProperties.show(programs, List.of(property), List.of(unit))
                .getOrDefault(unit, Map.of())
                .getOrDefault(property, "");
    }

    /** Waits until nobody talks to these instances any more, or as long as they may take. */
    void drain(Collection<Service> instances) {
        List<Service> busy = new ArrayList<>(instances);
        TimeSpan longest = instances.stream()
                .flatMap(service -> service.rollout().proxy().stream())
                .map(proxy -> proxy.drain())
                .max(TimeSpan::compareTo)
                .orElse(TimeSpan.ZERO);
        await(longest.toDuration(), () -> {
            busy.removeIf(service -> service.port().map(connections::to).orElse(0) == 0);
            return busy.isEmpty();
        });
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Duration deadline, Condition condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.holds() && System.nanoTime() < end) {
            pause.accept(SHORT);
        }
    }
}
