package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.spec.Execution;
import upkeep.spec.Plan;

/** The sysusers.d file that creates the users and groups of the services, where they do not exist; see sysusers.d(5). */
final class Accounts {

    private static final String ROOT = "root";

    private Accounts() {}

    /** The body of the file; empty if the plan names no user but root. Names are valid by then. */
    static String body(Templates templates, Plan plan) {
        SortedMap<String, String> users = new TreeMap<>();
        NavigableSet<String> groups = new TreeSet<>();
        plan.everyService().forEach(service -> {
            if (service.execution().map(Execution::identity).orElse(new Execution.Identity.Dynamic())
                    instanceof Execution.Identity.Named named) {
                users.putIfAbsent(named.user(), "service " + service.name());
                named.group().ifPresent(groups::add);
            }
            service.start()
                    .socket()
                    .ifPresent(socket -> socket.unit().set().forEach(directive -> {
                        switch (directive.key()) {
                            case "SocketUser" -> users.putIfAbsent(directive.text(), "service " + service.name());
                            case "SocketGroup" -> groups.add(directive.text());
                            default -> {}
                        }
                    }));
        });
        plan.directories().values().forEach(directory -> {
            directory.user().ifPresent(user -> users.putIfAbsent(user, "directory " + directory.path()));
            directory.group().ifPresent(groups::add);
        });
        groups.removeAll(users.keySet());
        groups.remove(ROOT);
        users.remove(ROOT);
        if (users.isEmpty() && groups.isEmpty()) {
            return "";
        }
        List<Map<String, String>> lines = new ArrayList<>();
        users.forEach((user, purpose) -> lines.add(Map.of("name", user, "purpose", plain(purpose))));
        String body = templates.process("sysusers.ftl", Map.of("users", lines, "groups", List.copyOf(groups)));
        check(body, users, groups);
        return body;
    }

    private static void check(String body, SortedMap<String, String> users, NavigableSet<String> groups) {
        List<String> wanted = new ArrayList<>();
        groups.forEach(group -> wanted.add("g " + group + " -"));
        users.forEach((user, purpose) -> wanted.add("u " + user + " - \"upkeep " + plain(purpose) + "\" -"));
        if (!body.lines().toList().equals(wanted)) {
            throw new IllegalStateException("rendered sysusers.d file has other lines than were asked for");
        }
    }

    /** The comment field of passwd(5) ends at a colon, and sysusers.d unquotes backslashes. */
    private static String plain(String purpose) {
        return purpose.replaceAll("[^A-Za-z0-9@_./ -]", "_");
    }
}
