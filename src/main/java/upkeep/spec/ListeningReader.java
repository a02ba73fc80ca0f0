package upkeep.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.spec.OwnUnit.Manner;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;
import upkeep.unit.UnitType;

/** Reads what systemd listens on for a service. */
final class ListeningReader {

    private static final Map<Key<?>, String> DIRECTIVES = Map.of(
            ListeningKeys.LISTEN, "ListenStream",
            ListeningKeys.DATAGRAM, "ListenDatagram",
            ListeningKeys.SEQUENTIAL_PACKET, "ListenSequentialPacket",
            ListeningKeys.FIFO, "ListenFIFO",
            ListeningKeys.SPECIAL, "ListenSpecial",
            ListeningKeys.NETLINK_FAMILY, "ListenNetlink",
            ListeningKeys.MESSAGE_QUEUE, "ListenMessageQueue");

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
        Fields fields =
                isShort ? service.only(ListeningKeys.SOCKET, ListeningKeys.LISTEN) : service.map(ListeningKeys.SOCKET);
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.add(
                OwnUnitKeys.UNIT,
                "Description",
                ListeningKeys.LISTEN,
                Manner.TEXT,
                "Socket of " + description.orElse(name));
        int count = addresses(fields, unit);
        boolean accept = fields.read(ListeningKeys.ACCEPT, false);
        boolean onDemand = fields.read(ListeningKeys.ON_DEMAND, false);
        boolean standardInput = fields.read(ListeningKeys.STANDARD_INPUT, false);
        if (accept) {
            unit.add(ListeningKeys.SOCKET_SECTION, "Accept", ListeningKeys.ACCEPT, "yes");
        }
        unit.read(ListeningKeys.MANNERS);
        unit.rate(ListeningKeys.SOCKET_SECTION, "TriggerLimit", ListeningKeys.TRIGGER_LIMIT);
        unit.rate(ListeningKeys.SOCKET_SECTION, "PollLimit", ListeningKeys.POLL_LIMIT);
        List<Directive> directives = unit.passedThrough(ListeningKeys.UNIT, UnitType.SOCKET);
        checkModes(fields, count, accept, standardInput);
        target.map(group -> group + ".target").flatMap(UnitName::parse).ifPresent(group -> {
            // PartOf= would restart the socket with the target, and close it.
            unit.add(OwnUnitKeys.UNIT, "StopPropagatedFrom", ListeningKeys.LISTEN, group.text());
            unit.add(OwnUnitKeys.INSTALL, "WantedBy", ListeningKeys.LISTEN, group.text());
        });
        unit.add(OwnUnitKeys.INSTALL, "WantedBy", ListeningKeys.LISTEN, ListeningKeys.STARTED_BY);
        UnitName socket = UnitName.parse(name + ".socket").orElse(Defaults.UNNAMED_SOCKET);
        return Optional.of(new Listening(
                unit.unit(name, socket, Optional.empty(), Optional.empty(), directives),
                onDemand,
                accept,
                standardInput));
    }

    /** Reads what is listened on, and tells how many that are. */
    private int addresses(Fields fields, OwnUnitReader unit) {
        int count = 0;
        for (Key<Form.Values<String>> key : ListeningKeys.LISTENING) {
            for (Located<String> address : fields.list(key)) {
                String filled = placeholders.fill(address.value(), address.position());
                unit.add(
                        ListeningKeys.SOCKET_SECTION,
                        Optional.ofNullable(DIRECTIVES.get(key)).orElseThrow(),
                        key,
                        Manner.TEXT,
                        filled);
                count++;
            }
        }
        if (ListeningKeys.LISTENING.stream().allMatch(fields::lacks)) {
            service.report()
                    .error(
                            service.at(ListeningKeys.SOCKET),
                            "cannot listen for " + name + ": it is not said on what",
                            "write socket: {listen: \"127.0.0.1:8080\"}");
        }
        return count;
    }

    private void checkModes(Fields fields, int count, boolean accept, boolean standardInput) {
        if (standardInput && !accept && count > 1) {
            service.report()
                    .error(
                            fields.at(ListeningKeys.STANDARD_INPUT),
                            "cannot use standard-input with " + count + " sockets: it can be one of them only",
                            "leave out the others, or standard-input:");
        }
        boolean isConnected = fields.has(ListeningKeys.LISTEN) || fields.has(ListeningKeys.SEQUENTIAL_PACKET);
        if (accept && !isConnected) {
            service.report()
                    .error(
                            fields.at(ListeningKeys.ACCEPT),
                            "cannot accept connections: there are none on what is listened on",
                            "write listen: or sequential-packet:, or leave accept: out");
        }
    }
}
