package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.rollout.Member;
import upkeep.spec.Check;
import upkeep.spec.Rollout;
import upkeep.spec.Service;

/**
 * Services that replace each other, in the order in which they are taken unless some are out of service anyway; as it is said
 * beforehand.
 */
record RolledSet(List<Member> members, List<Service> services) {

    /** The sets in the order of their first members. */
    static List<RolledSet> of(List<Member> members, Function<String, Service> service) {
        Map<String, List<Member>> sets = new LinkedHashMap<>();
        members.forEach(member ->
                sets.computeIfAbsent(member.set(), _ -> new ArrayList<>()).add(member));
        return sets.values().stream()
                .map(set -> new RolledSet(
                        set, set.stream().map(Member::name).map(service).toList()))
                .toList();
    }

    Member member() {
        return members.getFirst();
    }

    List<UnitName> units() {
        return services.stream().map(Service::unit).toList();
    }

    Optional<Rollout.Proxy> proxy() {
        return services.getFirst().rollout().proxy();
    }

    private List<String> probes() {
        return services.getFirst()
                .probes()
                .all()
                .map(Check::id)
                .map(id -> id.text().substring(id.text().lastIndexOf('/') + 1))
                .toList();
    }

    private List<String> moved() {
        return members.stream().filter(RolloutTrees::isMoved).map(Member::name).toList();
    }

    /** How it goes with a new version. */
    List<String> rolledOut() {
        List<String> lines = new ArrayList<>();
        lines.add("roll out " + taken());
        if (!moved().isEmpty()) {
            lines.add("  " + joined(moved()) + ": restarted by an earlier run that was cut off, and watched first");
        }
        drained().ifPresent(lines::add);
        lines.add(proven("it"));
        lines.add("  on failure: "
                + (member().update().rollback()
                        ? "what was restarted goes back to the version of before; nothing else is applied"
                        : "all is left as it is by then; nothing else is applied"));
        return lines;
    }

    /** Which units, and how many at once. */
    String taken() {
        int most = member().update().maxUnavailable();
        return member().set() + ": " + joined(units())
                + (members.size() == 1 ? "" : most == 1 ? ", one at a time" : ", " + most + " at a time");
    }

    /** How they are taken out of service. */
    Optional<String> drained() {
        return proxy().map(proxy -> "  before each restart: " + reader(proxy)
                + " is told to send nothing more; what is under way has " + proxy.drain());
    }

    /** What each has to do after a restart, or a reload. */
    String proven(String what) {
        String well = probes().isEmpty() ? "active" : "active and pass " + String.join(", ", probes());
        return "  after " + what + ": must be " + well + " within " + member().startTimeout() + ", and stay so for "
                + member().update().verify() + " before the next step";
    }

    private static String reader(Rollout.Proxy proxy) {
        return Stream.concat(
                        proxy.nginx().stream().map(file -> "nginx (" + file + ")"),
                        proxy.haproxy().stream().map(file -> "haproxy (" + file + ")"))
                .collect(Collectors.joining(" and "));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", member().set());
        JsonTexts.write(json, "units", units());
        JsonTexts.write(json, "restarted-before", moved());
        json.writeNumberField("max-unavailable", member().update().maxUnavailable());
        if (proxy().isPresent()) {
            Rollout.Proxy proxy = proxy().get();
            JsonTexts.write(
                    json,
                    "proxies",
                    Stream.concat(proxy.nginx().stream(), proxy.haproxy().stream())
                            .toList());
            json.writeStringField("drain", proxy.drain().toString());
        }
        JsonTexts.write(json, "probes", probes());
        json.writeStringField("start-timeout", member().startTimeout().toString());
        json.writeStringField("verify", member().update().verify().toString());
        json.writeBooleanField("rollback", member().update().rollback());
        json.writeEndObject();
    }

    static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
