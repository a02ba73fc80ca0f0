package upkeep.fuzz;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** Classes that take bytes or texts, and are no target by themselves. */
final class ReadThrough {

    private ReadThrough() {}

    /** Those that take part in what a target reads, with the name of that. */
    static final Map<String, String> BY_TARGET = Map.ofEntries(
            entry("upkeep.probe.clock.ChronyClient", "chrony-reply"),
            entry("upkeep.probe.database.Bson$Fields", "bson"),
            entry("upkeep.probe.database.FirstField", "mysql"),
            entry("upkeep.probe.database.Ldap", "ldap"),
            entry("upkeep.probe.database.LdapMessages$Result", "ldap-result"),
            entry("upkeep.probe.database.PostgresqlLogin", "postgresql"),
            entry("upkeep.probe.http.HttpBody$Sink", "http-page"),
            entry("upkeep.probe.http.PrometheusProber$Series", "prometheus"),
            entry("upkeep.probe.messaging.AmqpMethod$Reading", "amqp-method"),
            entry("upkeep.probe.messaging.MqttPacket$Reading", "mqtt-packet"),
            entry("upkeep.probe.radius.RadiusProber$Exchange", "radius-packet"),
            entry("upkeep.probe.script.Grammar", "smtp"),
            entry("upkeep.probe.script.Script", "smtp"),
            entry("upkeep.probe.sip.SipProber$ByDatagram", "sip-message"),
            entry("upkeep.probe.wire.Datagrams$Exchange", "sip-message"),
            entry("upkeep.probe.wire.Conversations", "smtp"),
            entry("upkeep.probe.wire.Speaker", "smtp"),
            entry("upkeep.rule.Value", "rule"),
            entry("upkeep.spec.Signals", "spec"),
            entry("upkeep.target.HttpVersion", "spec"),
            entry("upkeep.unit.ValueKind$Each", "directive-value"));

    /** Those that take what is our own, or look at no byte of it. */
    static final Set<String> NOTHING_FOREIGN = Set.of(
            "upkeep.base.Digest",
            "upkeep.cli.ScratchTrial",
            "upkeep.cli.SeenService",
            "upkeep.cli.TopView",
            "upkeep.core.JobResult",
            "upkeep.install.DiskFile$Regular",
            "upkeep.notify.MailConnection$Metered$1",
            "upkeep.probe.http.HttpRequest",
            "upkeep.probe.socket.TcpProber",
            "upkeep.probe.wire.Wire");
}
