package upkeep.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.spec.Service;

/**
 * The files by which reverse proxies know the instances of services. One that is out of service is marked in its line:
 * {@code down} for nginx, {@code disabled} for HAProxy. The marks come and go while the services run, so what was put in
 * force is the file without them.
 */
public final class ProxyFile {

    private static final Pattern SERVER =
            Pattern.compile("(?m)^(    server [^;#\n]*?)(?: down| disabled)?(;?) # ([a-z][a-z0-9-]*@[0-9]+)$");
    private static final int MODE = 0644;

    private ProxyFile() {}

    /** Those of all services that have some, without a mark. */
    public static List<UnitTree.File> of(Collection<Service> services) {
        Templates templates = new Templates();
        SortedMap<String, List<Service>> sets = new TreeMap<>();
        for (Service service : services) {
            if (service.rollout().proxy().isPresent() && service.port().isPresent()) {
                service.rollout()
                        .instance()
                        .ifPresent(instance -> sets.computeIfAbsent(instance.set(), _ -> new ArrayList<>())
                                .add(service));
            }
        }
        List<UnitTree.File> files = new ArrayList<>();
        sets.forEach((name, instances) -> {
            instances.sort(Comparator.comparingInt(
                    service -> service.rollout().instance().orElseThrow().number()));
            Service last = instances.getLast();
            last.rollout().proxy().ifPresent(proxy -> {
                proxy.nginx().ifPresent(path -> files.add(file(templates, "nginx.ftl", path, name, instances)));
                proxy.haproxy().ifPresent(path -> files.add(file(templates, "haproxy.ftl", path, name, instances)));
            });
        });
        return files;
    }

    private static UnitTree.File file(
            Templates templates, String template, String path, String name, List<Service> instances) {
        List<Map<String, String>> servers = new ArrayList<>();
        for (Service service : instances) {
            servers.add(Map.of(
                    "name",
                    service.name().replace('@', '-'),
                    "address",
                    "127.0.0.1:" + service.port().orElseThrow(),
                    "instance",
                    service.name()));
        }
        String body = templates.process(template, Map.of("name", name, "servers", servers));
        if (!instances(body).equals(instances.stream().map(Service::name).toList())) {
            throw new IllegalStateException(template + " lists other instances than were asked for");
        }
        String content = GeneratedHeader.prepend(
                templates, "#", GeneratedHeader.origin(instances.getFirst().position()), body);
        return new UnitTree.File(path, content, MODE, UnitTree.Kind.PROXY, Optional.empty());
    }

    /** The instances that a file lists, in order. */
    public static List<String> instances(String text) {
        return SERVER.matcher(text).results().map(found -> found.group(3)).toList();
    }

    /** Those of them that are marked as out of service. */
    public static SortedSet<String> out(String text) {
        SortedSet<String> out = new TreeSet<>();
        Matcher matcher = SERVER.matcher(text);
        while (matcher.find()) {
            if (!matcher.group().equals(line(matcher, false))) {
                out.add(matcher.group(3));
            }
        }
        return out;
    }

    /** The text without marks, which is what was put in force. */
    public static String plain(String text) {
        return marked(text, Set.of());
    }

    /** The text with exactly these marked as out of service. */
    public static String marked(String text, Set<String> out) {
        return SERVER.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(line(found, out.contains(found.group(3)))));
    }

    private static String line(MatchResult found, boolean isOut) {
        boolean nginx = found.group(2).equals(";");
        String mark = nginx ? " down" : " disabled";
        return found.group(1) + (isOut ? mark : "") + found.group(2) + " # " + found.group(3);
    }
}
