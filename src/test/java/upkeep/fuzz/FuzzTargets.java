package upkeep.fuzz;

import static java.util.Map.entry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import upkeep.base.BaseFuzzTargets;
import upkeep.control.ControlFuzzTargets;
import upkeep.convert.ConvertFuzzTargets;
import upkeep.harden.HardenFuzzTargets;
import upkeep.heartbeat.HeartbeatHttpFuzzTargets;
import upkeep.host.HostFuzzTargets;
import upkeep.install.InstallFuzzTargets;
import upkeep.probe.ProtocolFuzzTargets;
import upkeep.probe.clock.ClockFuzzTargets;
import upkeep.probe.database.DatabaseFuzzTargets;
import upkeep.probe.dns.DnsFuzzTargets;
import upkeep.probe.file.FileFuzzTargets;
import upkeep.probe.heartbeat.HeartbeatFuzzTargets;
import upkeep.probe.http.HttpFuzzTargets;
import upkeep.probe.messaging.MessagingFuzzTargets;
import upkeep.probe.program.ProgramFuzzTargets;
import upkeep.probe.radius.RadiusFuzzTargets;
import upkeep.probe.sip.SipFuzzTargets;
import upkeep.probe.socket.SocketFuzzTargets;
import upkeep.probe.ssh.SshFuzzTargets;
import upkeep.probe.tls.TlsFuzzTargets;
import upkeep.render.RenderFuzzTargets;
import upkeep.rule.RuleFuzzTargets;
import upkeep.spec.SpecFuzzTargets;
import upkeep.store.StoreFuzzTargets;
import upkeep.systemd.journal.JournalFuzzTargets;
import upkeep.target.JsonPathFuzzTargets;
import upkeep.unit.UnitFuzzTargets;

/** All targets, in families, so that a process that wants one need not make all. */
public final class FuzzTargets {

    private static final Map<String, Supplier<List<FuzzTarget>>> FAMILIES = Map.ofEntries(
            entry("base", BaseFuzzTargets::all),
            entry("clock", ClockFuzzTargets::all),
            entry("control", ControlFuzzTargets::all),
            entry("convert", ConvertFuzzTargets::all),
            entry("harden", HardenFuzzTargets::all),
            entry("database", DatabaseFuzzTargets::all),
            entry("dns", DnsFuzzTargets::all),
            entry("file", FileFuzzTargets::all),
            entry("heartbeat", HeartbeatFuzzTargets::all),
            entry("heartbeat-http", HeartbeatHttpFuzzTargets::all),
            entry("host", HostFuzzTargets::all),
            entry("http", HttpFuzzTargets::all),
            entry("install", InstallFuzzTargets::all),
            entry("journal", JournalFuzzTargets::all),
            entry("json-path", JsonPathFuzzTargets::all),
            entry("messaging", MessagingFuzzTargets::all),
            entry("program", ProgramFuzzTargets::all),
            entry("protocol", ProtocolFuzzTargets::all),
            entry("radius", RadiusFuzzTargets::all),
            entry("render", RenderFuzzTargets::all),
            entry("rule", RuleFuzzTargets::all),
            entry("sip", SipFuzzTargets::all),
            entry("socket", SocketFuzzTargets::all),
            entry("spec", SpecFuzzTargets::all),
            entry("ssh", SshFuzzTargets::all),
            entry("store", StoreFuzzTargets::all),
            entry("tls", TlsFuzzTargets::all),
            entry("unit", UnitFuzzTargets::all));

    private FuzzTargets() {}

    public static List<FuzzTarget> all() {
        return families().stream()
                .flatMap(family -> of(family).stream())
                .sorted(Comparator.comparing(FuzzTarget::name))
                .toList();
    }

    static List<String> families() {
        return FAMILIES.keySet().stream().sorted().toList();
    }

    static List<FuzzTarget> of(String family) {
        return Optional.ofNullable(FAMILIES.get(family))
                .orElseThrow(() -> new IllegalArgumentException("no family is called " + family))
                .get();
    }
}
