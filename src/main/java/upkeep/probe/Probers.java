package upkeep.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import upkeep.base.Moment;
import upkeep.core.Observation;
import upkeep.host.Descriptors;
import upkeep.host.ProcFiles;
import upkeep.host.TrustAnchors;
import upkeep.probe.bus.SystemBus;
import upkeep.probe.clock.NtpProber;
import upkeep.probe.clock.TimeDaemonProber;
import upkeep.probe.dns.DnsProber;
import upkeep.probe.file.DirectoryProber;
import upkeep.probe.file.Disk;
import upkeep.probe.file.FifoProber;
import upkeep.probe.file.FileProber;
import upkeep.probe.heartbeat.HeartbeatProber;
import upkeep.probe.http.ApacheStatusProber;
import upkeep.probe.http.HttpPages;
import upkeep.probe.http.HttpProber;
import upkeep.probe.http.PrometheusProber;
import upkeep.probe.http.WebSocketProber;
import upkeep.probe.machine.HostProbers;
import upkeep.probe.program.NagiosProber;
import upkeep.probe.program.ProgramProber;
import upkeep.probe.program.Programs;
import upkeep.probe.radius.RadiusProber;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.KernelThreads;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.run.Words;
import upkeep.probe.sip.SipProber;
import upkeep.probe.socket.PingProber;
import upkeep.probe.socket.TcpProber;
import upkeep.probe.socket.TlsProber;
import upkeep.probe.socket.UdpProber;
import upkeep.probe.systemd.TimerProber;
import upkeep.probe.systemd.UnitProber;
import upkeep.probe.tls.Tls;
import upkeep.probe.wire.Addresses;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.Datagrams;
import upkeep.probe.wire.Lookup;
import upkeep.spec.Check;
import upkeep.target.ApacheStatusTarget;
import upkeep.target.DirectoryTarget;
import upkeep.target.DnsTarget;
import upkeep.target.FifoTarget;
import upkeep.target.FileTarget;
import upkeep.target.FilesystemTarget;
import upkeep.target.HeartbeatTarget;
import upkeep.target.HttpTarget;
import upkeep.target.NagiosTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.NtpTarget;
import upkeep.target.PingTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.PrometheusTarget;
import upkeep.target.ProtocolTarget;
import upkeep.target.RadiusTarget;
import upkeep.target.RaidTarget;
import upkeep.target.SipTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SystemTarget;
import upkeep.target.Target;
import upkeep.target.TcpTarget;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.TimerTarget;
import upkeep.target.TlsTarget;
import upkeep.target.UdpTarget;
import upkeep.target.UnitTarget;
import upkeep.target.WebSocketTarget;

/**
 * Looks at a target once and says what it found. Make one and keep it: it holds the threads that look up names, the
 * certificates trusted, and the samples that rates are made of. Safe for use by many threads; a call blocks the calling
 * thread, which should be a virtual one, and is not slowed down by other calls. Its own threads are daemons and end when
 * nothing is probed.
 *
 * <p>Sources: RFC 9112 (HTTP/1.1), RFC 8446 (TLS), RFC 5905 and RFC 9327 (NTP), RFC 1035 and
 * RFC 7858 (DNS), RFC 792 and RFC 4443 (ICMP), candm.h of chrony 4, RFC 4511 (LDAP), RFC 5802 (SCRAM), RFC 9113 and 7541 (HTTP/2),
 * RFC 6455 (WebSocket), RFC 3261 (SIP), RFC 2865 and 5997 (RADIUS), AMQP 0-9-1, OASIS MQTT 3.1.1 and 5.0.
 */
public final class Probers {

    private final TcpProber tcp;
    private final TlsProber tls;
    private final HttpProber http;
    private final ApacheStatusProber apache;
    private final PrometheusProber prometheus;
    private final NtpProber ntp;
    private final UdpProber udp;
    private final PingProber ping;
    private final DnsProber dns;
    private final TimeDaemonProber timeDaemon;
    private final FileProber files;
    private final DirectoryProber directories;
    private final FifoProber fifos;
    private final ProgramProber programs;
    private final NagiosProber plugins;
    private final ProtocolProber protocols;
    private final HostProbers host;
    private final KernelThreads kernel = new KernelThreads();
    private final WebSocketProber webSockets;
    private final SipProber sip;
    private final RadiusProber radius;
    private final UnitProber units;
    private final TimerProber timers;
    private final HeartbeatProber heartbeats;

    /**
     * Without a connection to the system bus: what is asked over it is unknown.
     *
     * @param version of upkeep, told to HTTP, SIP and gRPC servers in {@code User-Agent: upkeep/VERSION}
     */
    public Probers(String version) {
        this(version, SystemBus.NONE);
    }

    /** As above, with one. */
    public Probers(String version, SystemBus bus) {
        this(version, bus, new Lookup(), new TrustAnchors(TrustAnchors.SYSTEM));
    }

    public Probers(String version, Lookup lookup, TrustAnchors anchors) {
        this(version, SystemBus.NONE, lookup, anchors);
    }

    private Probers(String version, SystemBus bus, Lookup lookup, TrustAnchors anchors) {
        Addresses addresses = new Addresses(lookup);
        Connector connector = new Connector(addresses);
        Conversations conversations = new Conversations(addresses, connector, new Tls(anchors));
        tcp = new TcpProber(conversations);
        udp = new UdpProber(addresses);
        ping = new PingProber(addresses);
        dns = new DnsProber(addresses, conversations);
        timeDaemon = new TimeDaemonProber(bus, Probers::now);
        units = new UnitProber(bus, Probers::now);
        timers = new TimerProber(bus, Probers::now, ZoneId.systemDefault());
        heartbeats = new HeartbeatProber(Instant::now, ZoneId.systemDefault());
        tls = new TlsProber(conversations);
        String userAgent = "upkeep/" + version;
        HttpPages pages = new HttpPages(conversations, userAgent, new Secrets());
        http = new HttpProber(pages);
        apache = new ApacheStatusProber(pages);
        prometheus = new PrometheusProber(pages);
        ntp = new NtpProber(lookup);
        Disk disk = new Disk();
        files = new FileProber(disk);
        directories = new DirectoryProber(disk);
        fifos = new FifoProber(disk);
        Programs runner = new Programs();
        programs = new ProgramProber(runner);
        plugins = new NagiosProber(runner);
        protocols = new ProtocolProber(conversations, userAgent);
        host = new HostProbers(new ProcFiles().strict());
        Datagrams datagrams = new Datagrams(addresses);
        webSockets = new WebSocketProber(conversations, userAgent);
        sip = new SipProber(datagrams, conversations, userAgent);
        radius = new RadiusProber(datagrams, new Secrets());
    }

    /**
     * Probes once for a check, in as many tries as it allows, with what its rules search for, and with what is remembered
     * of it. Never throws for anything that the target, the network or this machine does. Measurements are seconds for times: {@code lookup},
     * {@code connect}, {@code tls}, {@code first-byte} (from the request sent), {@code total}; {@code status}, {@code bytes} (of the body); {@code offset} (its size), {@code offset-signed} (positive where the
     * local clock is behind), {@code delay}, {@code stratum}, {@code root-dispersion}, {@code root-distance}; and what
     * {@link Target#measurements()} names beside these. They are those of the last try, and {@code tries} tells which that
     * was, where there could be several.
     *
     * @param timeout the deadline of each try, name look-up included; more than zero, a day at most
     * @param trace is told every step; {@link Trace#NONE} costs nothing
     * @return unknown, and the thread still interrupted, if the thread is interrupted; a virtual thread wakes up at once
     */
    public Observation probe(Check check, Memory memory, Duration timeout, Trace trace) {
        Steps steps = new Steps(trace, Deadline.in(timeout));
        return new Tries(check.retries(), steps)
                .of(memory, kept -> probe(check.target(), Asked.by(check, kept), timeout, steps));
    }

    /** As above, for a target alone. */
    public Observation probe(Target target, Duration timeout, Trace trace) {
        return probe(target, Asked.nothing(), timeout, new Steps(trace, Deadline.in(timeout)));
    }

    private Observation probe(Target target, Asked asked, Duration timeout, Steps steps) {
        Deadline deadline = Deadline.in(timeout);
        Findings findings = new Findings(steps, asked);
        findings.steps().add(() -> "probing " + Words.printable(shown(target), 500) + " within " + deadline.text());
        Observation observation = look(target, deadline, findings);
        findings.steps().add(() -> verdict(observation));
        return observation;
    }

    private Observation look(Target target, Deadline deadline, Findings findings) {
        if (deadline.hasPassed()) {
            return new Observation.Unknown("cannot probe " + shown(target) + ": no time was given for it");
        }
        try {
            return switch (target) {
                case HttpTarget page -> http.probe(page, deadline, findings);
                case TcpTarget port -> tcp.probe(port, deadline, findings);
                case UdpTarget port -> udp.probe(port, deadline, findings);
                case PingTarget host -> ping.probe(host, deadline, findings);
                case DnsTarget server -> dns.probe(server, deadline, findings);
                case TimeDaemonTarget clock -> timeDaemon.probe(clock, deadline, findings);
                case TlsTarget port -> tls.probe(port, deadline, findings);
                case ApacheStatusTarget status -> apache.probe(status, deadline, findings);
                case PrometheusTarget figure -> prometheus.probe(figure, deadline, findings);
                case NtpTarget clock -> ntp.probe(clock, deadline, findings);
                case FileTarget file -> files.probe(file, deadline, findings);
                case DirectoryTarget directory -> directories.probe(directory, deadline, findings);
                case FifoTarget fifo -> fifos.probe(fifo, deadline, findings);
                case ProgramTarget program -> programs.probe(program, deadline, findings);
                case NagiosTarget plugin -> plugins.probe(plugin, deadline, findings);
                case ProtocolTarget server -> protocols.probe(server, deadline, findings);
                case SystemTarget machine -> kernel.probe(host.system(), machine, deadline, findings);
                case FilesystemTarget mount -> host.filesystem().probe(mount, deadline, findings);
                case ProcessTarget process -> kernel.probe(host.process(), process, deadline, findings);
                case SocketsTarget sockets -> kernel.probe(host.sockets(), sockets, deadline, findings);
                case NetworkTarget link -> kernel.probe(host.network(), link, deadline, findings);
                case RaidTarget raid -> kernel.probe(host.raid(), raid, deadline, findings);
                case WebSocketTarget server -> webSockets.probe(server, deadline, findings);
                case SipTarget server -> sip.probe(server, deadline, findings);
                case RadiusTarget server -> radius.probe(server, deadline, findings);
                case UnitTarget unit -> units.probe(unit, deadline, findings);
                case TimerTarget timer -> timers.probe(timer, deadline, findings);
                case HeartbeatTarget job -> heartbeats.probe(job, deadline, findings);
            };
        } catch (Stop stop) {
            return findings.stopped(stop);
        } catch (Descriptors.NoneLeftException none) {
            return new Observation.Unknown("cannot look at " + shown(target) + ": " + none.getMessage());
        } catch (RuntimeException bug) {
            // Nothing may be restarted because of a mistake of ours.
            return new Observation.Unknown("cannot probe " + shown(target) + ": " + bug);
        }
    }

    /** {@code System.nanoTime} is CLOCK_MONOTONIC on Linux, by which systemd counts, too. */
    private static Moment now() {
        return new Moment(System.nanoTime(), Instant.now());
    }

    /** The target without a password written into its URL. */
    private static String shown(Target target) {
        return target.text().replaceFirst("//[^/@]*@", "//…@");
    }

    private static String verdict(Observation observation) {
        return switch (observation) {
            case Observation.Passed passed -> "passed: " + passed.text();
            case Observation.Failed failed -> "failed (" + failed.kind() + "): " + failed.text();
            case Observation.Unknown unknown -> "unknown: " + unknown.text();
        };
    }
}
