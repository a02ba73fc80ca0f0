package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.UnitType;

/** Reads what systemd listens on for a service. */
final class ListeningReader {

    private final String name;
    private final Fields service;
    private final List<Setting> settings;
    private final Placeholders placeholders;

    ListeningReader(String name, Fields service, List<Setting> settings, Placeholders placeholders) {
        this.name = name;
        this.service = service;
        this.settings = settings;
        this.placeholders = placeholders;
    }

    /**
     * What is written.
     *
     * @param description of the service
     * @param target the group of the service
     */
    Optional<Listening> read(Optional<String> description, Optional<String> target) {
        if (!service.has(ListeningKeys.SOCKET)) {
            return Optional.empty();
        }
        boolean isShort = service.entry(ListeningKeys.SOCKET)
                .filter(entry -> switch (entry.value()) {
                    case Node.Mapping _ -> false;
                    case Node.Scalar scalar -> !scalar.isAbsent();
                    case Node.Sequence _ -> true;
                })
                .isPresent();
        Fields fields = isShort
                ? service.only(ListeningKeys.SOCKET, ListeningKeys.LISTEN.key())
                : service.map(ListeningKeys.SOCKET);
        OwnUnitReader unit = new OwnUnitReader(fields, settings, placeholders);
        Key<?> ofAll = ListeningKeys.LISTEN.key();
        unit.add(DirectiveKey.UNIT, "Description", ofAll, new Content.Line("Socket of " + description.orElse(name)));
        int count = unit.read(ListeningKeys.LISTENING);
        checkListening(fields);
        boolean accept = fields.read(ListeningKeys.ACCEPT, false);
        boolean onDemand = fields.read(ListeningKeys.ON_DEMAND, false);
        boolean standardInput = fields.read(ListeningKeys.STANDARD_INPUT, false);
        if (accept) {
            unit.add(ListeningKeys.SOCKET_SECTION, "Accept", ListeningKeys.ACCEPT, new Content.Word("yes"));
        }
        unit.read(ListeningKeys.MANNERS);
        unit.read(ListeningKeys.LIMITS);
        List<Directive> directives = unit.passedThrough(ListeningKeys.UNIT, UnitType.SOCKET);
        checkModes(fields, count, accept, standardInput);
        target.map(group -> group + ".target").flatMap(UnitName::parse).ifPresent(group -> {
            // PartOf= would restart the socket with the target, and close it.
            unit.add(DirectiveKey.UNIT, "StopPropagatedFrom", ofAll, group);
            unit.add(DirectiveKey.INSTALL, "WantedBy", ofAll, group);
        });
        unit.add(DirectiveKey.INSTALL, "WantedBy", ofAll, new Content.Word(ListeningKeys.STARTED_BY));
        UnitName socket = UnitName.parse(name + ".socket").orElse(Defaults.UNNAMED_SOCKET);
        return Optional.of(new Listening(
                unit.unit(name, socket, Optional.empty(), Optional.empty(), directives),
                onDemand,
                accept,
                standardInput));
    }

    private void checkListening(Fields fields) {
        if (ListeningKeys.LISTENING.stream().map(DirectiveKey::key).allMatch(fields::lacks)) {
            service.report()
                    .error(
                            service.at(ListeningKeys.SOCKET),
                            "cannot listen for " + name + ": it is not said on what",
                            "write socket: {listen: \"127.0.0.1:8080\"}");
        }
    }

    private void checkModes(Fields fields, int count, boolean accept, boolean standardInput) {
        if (standardInput && !accept && count > 1) {
            service.report()
                    .error(
                            fields.at(ListeningKeys.STANDARD_INPUT),
                            "cannot use standard-input with " + count + " sockets: it can be one of them only",
                            "leave out the others, or standard-input:");
        }
        boolean isConnected =
                fields.has(ListeningKeys.LISTEN.key()) || fields.has(ListeningKeys.SEQUENTIAL_PACKET.key());
        if (accept && !isConnected) {
            service.report()
                    .error(
                            fields.at(ListeningKeys.ACCEPT),
                            "cannot accept connections: there are none on what is listened on",
                            "write listen: or sequential-packet:, or leave accept: out");
        }
    }
}
