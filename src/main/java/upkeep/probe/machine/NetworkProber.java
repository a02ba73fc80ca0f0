package upkeep.probe.machine;

import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Link;
import upkeep.host.Links;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.LastSamples;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.NetworkTarget;

/** Measures a network interface; fails where it is not there or is down. */
final class NetworkProber implements Prober<NetworkTarget> {

    private static final double MEBIBYTE = 1 << 20;
    private static final double GIBIBYTE = 1 << 30;

    private final Links links;
    private final LastSamples<NetworkTarget, Link> samples = new LastSamples<>();

    NetworkProber(Links links) {
        this.links = links;
    }

    @Override
    public Observation probe(NetworkTarget target, Deadline deadline, Findings findings) throws Stop {
        if (!links.areThere()) {
            throw new Stop.Unasked(
                    "cannot look at " + target.link() + ": /sys/class/net is not there; is sysfs mounted?");
        }
        String name = target.link();
        // An interface may be called by anything that has no blank; what is no address is taken for its name.
        Optional<Link> found = links.link(name).or(() -> Links.withAddress(name).flatMap(links::link));
        Link link = found.orElseThrow(() ->
                new Stop.Sick(FailureKind.MISSING, "there is no interface " + name + ", and none has such an address"));
        findings.reached(Depth.VALUE);
        measureTotals(link, findings);
        Optional<LastSamples.Before<Link>> before = samples.next(target, link, link.nanos())
                .filter(earlier -> earlier.sample().name().equals(link.name()));
        before.ifPresent(earlier -> measureRates(earlier, link, findings));
        if (!link.isUp()) {
            throw new Stop.Sick(FailureKind.DOWN, link.name() + " is " + link.state());
        }
        return findings.passed(text(link, before));
    }

    private static void measureTotals(Link link, Findings findings) {
        findings.found("interface", link.name());
        findings.found("state", link.state());
        findings.found("duplex", link.duplex());
        findings.measure("up", link.isUp() ? 1 : 0);
        link.speed().ifPresent(speed -> findings.measure("speed", speed));
        findings.measure("received", link.received().bytes());
        findings.measure("sent", link.sent().bytes());
        findings.measure("received-mebibytes", link.received().bytes() / MEBIBYTE);
        findings.measure("sent-mebibytes", link.sent().bytes() / MEBIBYTE);
        findings.measure("received-gibibytes", link.received().bytes() / GIBIBYTE);
        findings.measure("sent-gibibytes", link.sent().bytes() / GIBIBYTE);
        findings.measure("received-packets", link.received().packets());
        findings.measure("sent-packets", link.sent().packets());
        findings.measure("errors", link.received().errors() + link.sent().errors());
        findings.measure("drops", link.received().drops() + link.sent().drops());
        findings.measure("link-changes", link.changes());
    }

    private static void measureRates(LastSamples.Before<Link> before, Link now, Findings findings) {
        Link then = before.sample();
        Optional<Double> download =
                before.rate(then.received().bytes(), now.received().bytes());
        Optional<Double> upload = before.rate(then.sent().bytes(), now.sent().bytes());
        findings.measure("download", download);
        findings.measure("upload", upload);
        findings.measure(
                "download-packets",
                before.rate(then.received().packets(), now.received().packets()));
        findings.measure(
                "upload-packets", before.rate(then.sent().packets(), now.sent().packets()));
        if (now.speed().isPresent() && download.isPresent() && upload.isPresent()) {
            // With half duplex both ways share the wire.
            double bytes = now.duplex().equals("half")
                    ? download.get() + upload.get()
                    : Math.max(download.get(), upload.get());
            double most = now.speed().getAsLong() * 1e6 / 8;
            findings.measure("saturation-percent", Math.min(100, 100 * bytes / most));
        }
    }

    private static String text(Link link, Optional<LastSamples.Before<Link>> before) {
        String speed = link.speed().isPresent()
                ? ", " + link.speed().getAsLong() + " Mbit/s " + link.duplex() + " duplex"
                : ", of unknown speed";
        String rates = before.map(earlier -> {
                    Link then = earlier.sample();
                    return ", receives "
                            + Figures.size(earlier.rate(
                                            then.received().bytes(),
                                            link.received().bytes())
                                    .orElse(0.0))
                            + "/s, sends "
                            + Figures.size(earlier.rate(
                                            then.sent().bytes(), link.sent().bytes())
                                    .orElse(0.0))
                            + "/s";
                })
                .orElse("; rates follow with the next probe");
        return link.name() + " is up" + speed + rates;
    }
}
