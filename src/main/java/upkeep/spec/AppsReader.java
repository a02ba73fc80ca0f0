package upkeep.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;

/** Reads {@code apps:}, once the names of all services and checks are known. */
final class AppsReader {

    private final Set<String> names;
    private final Concerns concerns;
    private final Report report;
    /** In which app a part is. */
    private final Map<String, String> appOf = new HashMap<>();

    /** @param names of services, or of their sets, and of checks */
    AppsReader(Set<String> names, Concerns concerns, Report report) {
        this.names = new TreeSet<>(names);
        this.concerns = concerns;
        this.report = report;
    }

    SortedMap<String, App> read(Fields apps) {
        SortedMap<String, App> all = new TreeMap<>();
        apps.all().forEach(entry -> all.put(entry.key(), app(entry)));
        return all;
    }

    private App app(Node.Entry entry) {
        Names.checkForm("app", entry, report);
        if (names.contains(entry.key())) {
            report.error(
                    entry.keyPosition(),
                    "cannot name an app " + Quoted.text(entry.key()) + ": a service or check has that name",
                    "give it another name");
        }
        Fields fields = Fields.of(entry, AppKeys.APP, report, new ArrayList<>());
        Set<String> parts = new LinkedHashSet<>();
        for (Located<String> part : fields.list(AppKeys.PARTS)) {
            if (isPart(entry.key(), part)) {
                parts.add(part.value());
            }
        }
        if (fields.nodes(AppKeys.PARTS).isEmpty()) {
            report.error(
                    fields.value(AppKeys.PARTS),
                    "cannot make an app of nothing",
                    "name a service or a check of these specs under parts:");
        }
        Set<String> written =
                fields.list(AppKeys.PARTS).stream().map(Located::value).collect(Collectors.toSet());
        Set<String> essential = new HashSet<>();
        for (Located<String> part : fields.list(AppKeys.ESSENTIAL)) {
            if (written.contains(part.value())) {
                essential.add(part.value());
            } else {
                refuse(part.position(), "cannot be down without ", part.value(), "it is none of parts", written);
            }
        }
        essential.retainAll(parts);
        concerns.read(entry.key(), fields, fields.read(ConcernKeys.OBJECTIVE));
        return new App(entry.key(), entry.keyPosition(), List.copyOf(parts), essential, fields.get(AppKeys.QUORUM));
    }

    private boolean isPart(String app, Located<String> part) {
        if (!names.contains(part.value())) {
            refuse(part.position(), "cannot have part ", part.value(), "no service or check has that name", names);
            return false;
        }
        Optional<String> other = Optional.ofNullable(appOf.putIfAbsent(part.value(), app));
        other.ifPresent(it -> report.error(
                part.position(),
                "cannot have part " + Quoted.text(part.value()) + ": "
                        + (it.equals(app) ? "it is there twice" : "it is a part of " + it + " already"),
                "what is wrong with it is told of one app, and once"));
        return other.isEmpty();
    }

    private void refuse(SourcePos position, String what, String name, String why, Set<String> known) {
        report.error(
                position,
                what + Quoted.text(name) + ": " + why,
                Nearest.to(name, known)
                        .map(near -> "did you mean " + Quoted.text(near) + "?")
                        .orElse("name a service or a check of these specs, without .service"));
    }
}
