package upkeep.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Nearest;
import upkeep.base.UnitName;

/** The units of all services of the specs by their names, before the services are read. */
final class Partners {

    private final Map<String, UnitName> units = new TreeMap<>();

    /** @param services the entries of {@code services:} */
    Partners(List<Node.Entry> services) {
        for (Node.Entry service : services) {
            Optional<String> adopted = service.value() instanceof Node.Mapping mapping
                    ? Optional.ofNullable(mapping.entries().get(ServiceKeys.ADOPT.name()))
                            .map(Node.Entry::value)
                            .filter(Node.Scalar.class::isInstance)
                            .map(node -> ((Node.Scalar) node).text())
                    : Optional.empty();
            UnitName.parse(adopted.orElse(service.key() + ".service"))
                    .ifPresent(unit -> units.put(service.key(), unit));
        }
    }

    /** The units under {@code key}, where services of the specs stand by their names. */
    List<Located<UnitName>> read(Fields fields, Key<Form.Values<String>> key) {
        return fields.list(key).stream()
                .flatMap(partner ->
                        unit(partner, fields.report()).map(unit -> new Located<>(unit, partner.position())).stream())
                .toList();
    }

    private Optional<UnitName> unit(Located<String> partner, Report report) {
        if (partner.value().contains(".")) {
            return UnitName.parse(partner.value());
        }
        Optional<UnitName> unit = Optional.ofNullable(units.get(partner.value()));
        if (unit.isEmpty()) {
            report.error(
                    partner.position(),
                    "cannot find the service " + Quoted.text(partner.value())
                            + ": these specs describe none of that name",
                    Nearest.to(partner.value(), units.keySet())
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse("for a unit of somebody else write all of it: " + partner.value() + ".service"));
        }
        return unit;
    }
}
