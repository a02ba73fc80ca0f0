package upkeep.probe;

import java.nio.file.Path;
import java.time.Duration;
import upkeep.core.Observation;
import upkeep.target.DnsTarget;
import upkeep.target.HttpTarget;
import upkeep.target.NtpTarget;
import upkeep.target.PingTarget;
import upkeep.target.ProtocolTarget;
import upkeep.target.Target;
import upkeep.target.TcpTarget;
import upkeep.target.TimeDaemonTarget;
import upkeep.target.UdpTarget;

/**
 * Looks at a target once and says what it found. Make one and keep it: it holds the threads that look up names, and the
 * certificates trusted. Safe for use by many threads; a call blocks the calling thread, which should be a virtual one,
 * and is not slowed down by other calls. Its own threads are daemons and end when nothing is probed.
 *
 * <p>Sources: RFC 9112 (HTTP/1.1), RFC 8446 (TLS), RFC 5905 and RFC 9327 (NTP), RFC 1035 and
 * RFC 7858 (DNS), RFC 792 and RFC 4443 (ICMP), candm.h of chrony 4.
 */
public final class Probers {

    private static final Path SYSTEM_CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private final TcpProber tcp;
    private final HttpProber http;
    private final NtpProber ntp;
    private final UdpProber udp;
    private final PingProber ping;
    private final DnsProber dns;
    private final TimeDaemonProber timeDaemon;
    private final ProtocolProber protocols;

    /**
     * @param version of upkeep, told to HTTP servers in {@code User-Agent: upkeep/VERSION}
     */
    public Probers(String version) {
        this(version, new Lookup(), new TrustAnchors(SYSTEM_CERTIFICATES));
    }

    Probers(String version, Lookup lookup, TrustAnchors anchors) {
        Addresses addresses = new Addresses(lookup);
        Connector connector = new Connector(addresses);
        Tls tls = new Tls(anchors);
        Conversations conversations = new Conversations(addresses, connector, tls);
        tcp = new TcpProber(conversations);
        udp = new UdpProber(addresses);
        ping = new PingProber(addresses);
        dns = new DnsProber(addresses, conversations);
        timeDaemon = new TimeDaemonProber();
        http = new HttpProber(connector, tls, "upkeep/" + version);
        ntp = new NtpProber(lookup);
        protocols = new ProtocolProber(conversations);
    }

    /**
     * Probes once. Never throws for anything that the target, the network or this machine does. Measurements are seconds
     * for times: {@code lookup}, {@code connect}, {@code tls}, {@code first-byte} (from the request sent), {@code total};
     * {@code status}, {@code bytes} (of the body); {@code offset} (its size), {@code offset-signed} (positive where the
     * local clock is behind), {@code delay}, {@code stratum}, {@code root-dispersion}, {@code root-distance}; and what
     * {@link Target#measurements()} names beside these.
     *
     * @param timeout the deadline of the whole probe, name look-up included; more than zero, a day at most
     * @param trace is told every step; {@link Trace#NONE} costs nothing
     * @return unknown, and the thread still interrupted, if the thread is interrupted; a virtual thread wakes up at once
     */
    public Observation probe(Target target, Duration timeout, Trace trace) {
        Deadline deadline = Deadline.in(timeout);
        Findings findings = new Findings(new Steps(trace, deadline));
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
                case NtpTarget clock -> ntp.probe(clock, deadline, findings);
                case ProtocolTarget server -> protocols.probe(server, deadline, findings);
            };
        } catch (Stop stop) {
            return findings.stopped(stop);
        } catch (RuntimeException bug) {
            // Nothing may be restarted because of a mistake of ours.
            return new Observation.Unknown("cannot probe " + shown(target) + ": " + bug);
        }
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
