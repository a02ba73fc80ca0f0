package upkeep.spec;

import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId.Role;

/** Reads the checks that are bound to a service. */
final class ProbesReader {

    private final String service;
    private final Fields probes;
    private final Settings defaults;
    private final Optional<Integer> port;
    private final Placeholders placeholders;

    ProbesReader(String service, Fields fields, Settings defaults, Optional<Integer> port, Placeholders placeholders) {
        this.service = service;
        this.probes = fields.map("probes", Words.PROBES);
        this.defaults = defaults;
        this.port = port;
        this.placeholders = placeholders;
    }

    Probes read(TimeSpan startTimeout) {
        return new Probes(
                probe(Role.STARTUP, startTimeout),
                probe(Role.LIVENESS, startTimeout),
                probe(Role.READINESS, startTimeout));
    }

    private Optional<Check> probe(Role role, TimeSpan startTimeout) {
        if (!probes.has(role.word())) {
            return Optional.empty();
        }
        Fields fields = probes.map(role.word(), Words.CHECK);
        CheckReader reader = new CheckReader(fields, defaults.timeout(), port, placeholders);
        Optional<Check> check = reader.read(CheckId.ofProbe(service, role), Optional.of(role), startTimeout);
        if (role == Role.READINESS) {
            check.ifPresent(present -> refuseRestart(fields, present));
        }
        return check;
    }

    private void refuseRestart(Fields fields, Check readiness) {
        if (readiness.otherwise().contains(new Reaction.Restart(Optional.empty()))) {
            SourcePos position = fields.at("otherwise");
            fields.report()
                    .error(
                            position,
                            "cannot restart on readiness: a service that is only not ready yet would never become so",
                            "a probe whose failure means a restart is called liveness");
        }
    }
}
