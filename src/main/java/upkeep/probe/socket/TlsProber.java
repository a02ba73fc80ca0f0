package upkeep.probe.socket;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.tls.CertificateFiles;
import upkeep.probe.tls.ServedChain;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Conversations;
import upkeep.target.TlsTarget;

/** Connects, lets TLS begin, judges the certificates, and hangs up. */
public final class TlsProber implements Prober<TlsTarget> {

    private final Conversations conversations;

    public TlsProber(Conversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public Observation probe(TlsTarget target, Deadline deadline, Findings findings) throws Stop {
        String found = conversations.hold(
                target.endpoint(), Optional.of(target.tls()), deadline, findings, channel -> found(target, channel));
        return findings.passed(found);
    }

    private static String found(TlsTarget target, Channel channel) throws Stop {
        X509Certificate own = channel.chain().certificates().getFirst();
        if (target.file().isPresent()) {
            compare(own, target.file().get(), channel);
        }
        return "shows a certificate that is valid until " + ServedChain.end(own);
    }

    /** A certificate that was renewed is served only once the server has been told to read it. */
    private static void compare(X509Certificate served, String file, Channel channel) throws Stop {
        X509Certificate kept = CertificateFiles.certificates(Path.of(file)).getFirst();
        channel.findings().reached(Depth.VALUE);
        if (!kept.equals(served)) {
            throw channel.sick(
                    FailureKind.TLS,
                    "shows a certificate that is valid until " + ServedChain.end(served) + ", but " + file
                            + " holds one that is valid until " + ServedChain.end(kept)
                            + "; if it was renewed, the server has not been reloaded");
        }
    }
}
