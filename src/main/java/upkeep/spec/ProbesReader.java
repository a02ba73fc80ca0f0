package upkeep.spec;

import java.util.List;
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
    private final Needs needs;
    private final Concerns concerns;
    private final Optional<Integer> port;
    private final Placeholders placeholders;

    ProbesReader(
            String service,
            Fields fields,
            Settings defaults,
            Needs needs,
            Concerns concerns,
            Optional<Integer> port,
            Placeholders placeholders) {
        this.service = service;
        this.probes = fields.map(ServiceKeys.PROBES);
        this.defaults = defaults;
        this.needs = needs;
        this.concerns = concerns;
        this.port = port;
        this.placeholders = placeholders;
    }

    Probes read(TimeSpan startTimeout) {
        return new Probes(
                probe(ServiceKeys.STARTUP, Role.STARTUP, startTimeout),
                probe(ServiceKeys.LIVENESS, Role.LIVENESS, startTimeout),
                probe(ServiceKeys.READINESS, Role.READINESS, startTimeout));
    }

    private Optional<Check> probe(Key<Form.Map> key, Role role, TimeSpan startTimeout) {
        if (!probes.has(key)) {
            return Optional.empty();
        }
        Fields fields = probes.map(key);
        CheckReader reader = new CheckReader(fields, needs, concerns, defaults.timeout(), port, placeholders);
        Optional<Check> check = reader.read(service, role, startTimeout);
        if (role == Role.READINESS) {
            check.ifPresent(present -> refuseEnds(fields, present));
        }
        return check;
    }

    /** Not being ready is no reason to end a service, whether its probe or a rule over that says so. */
    private void refuseEnds(Fields fields, Check readiness) {
        refuseEnds(fields, fields.at(CheckKeys.OTHERWISE), readiness.otherwise());
        readiness.rules().forEach(rule -> refuseEnds(fields, rule.position(), rule.then()));
    }

    private static void refuseEnds(Fields fields, SourcePos position, List<Reaction> reactions) {
        for (Reaction reaction : reactions) {
            boolean restarts = reaction.equals(new Reaction.Restart(Optional.empty()));
            if (restarts || reaction.equals(new Reaction.Stop(Optional.empty()))) {
                fields.report()
                        .error(
                                position,
                                "cannot " + (restarts ? "restart" : "stop")
                                        + " on readiness: a service that is only not ready yet would never become so",
                                "a probe whose failure means a restart is called liveness");
            }
        }
    }
}
