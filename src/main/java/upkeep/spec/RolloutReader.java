package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Rollout.Instance;
import upkeep.spec.Rollout.Proxy;
import upkeep.spec.Rollout.Update;

/** Reads how a changed service comes to run. */
final class RolloutReader {

    private final Fields fields;
    private final Report report;
    private final Optional<Instance> instance;

    RolloutReader(Fields fields, Optional<Instance> instance) {
        this.fields = fields;
        this.report = fields.report();
        this.instance = instance;
    }

    /** What is written, of a service that is run in that way. */
    Rollout read(Placeholders placeholders, Execution.Type type) {
        if (type == Execution.Type.ONESHOT && fields.has(RolloutKeys.UPDATE)) {
            report.error(
                    fields.at(RolloutKeys.UPDATE),
                    "cannot use update with type oneshot: what has done its work and ended cannot be watched",
                    "leave it out, or use another type");
        }
        return new Rollout(
                instance,
                update(),
                new CommandReader(report, placeholders)
                        .list(fields, RolloutKeys.PRE_CHECK).stream()
                                .map(Located::value)
                                .toList(),
                proxy());
    }

    private Optional<Update> update() {
        if (!fields.has(RolloutKeys.UPDATE) && instance.isEmpty()) {
            return Optional.empty();
        }
        Fields update = fields.map(RolloutKeys.UPDATE);
        Update read = new Update(
                update.get(RolloutKeys.VERIFY),
                update.get(RolloutKeys.ROLLBACK),
                update.get(RolloutKeys.MAX_UNAVAILABLE));
        int count = instance.map(Instance::count).orElse(1);
        if (read.maxUnavailable() > 1 && read.maxUnavailable() >= count) {
            report.error(
                    update.value(RolloutKeys.MAX_UNAVAILABLE),
                    "cannot use max-unavailable " + read.maxUnavailable() + " with "
                            + (count == 1 ? "one instance" : count + " instances")
                            + ": all could be out of service at once",
                    count == 1 ? "leave it out" : "write at most " + (count - 1));
        }
        return Optional.of(read);
    }

    private Optional<Proxy> proxy() {
        if (!fields.has(RolloutKeys.PROXY)) {
            return Optional.empty();
        }
        Fields proxy = fields.map(RolloutKeys.PROXY);
        Proxy read =
                new Proxy(proxy.read(RolloutKeys.NGINX), proxy.read(RolloutKeys.HAPROXY), proxy.get(RolloutKeys.DRAIN));
        if (proxy.lacks(RolloutKeys.NGINX) && proxy.lacks(RolloutKeys.HAPROXY)) {
            report.error(
                    fields.at(RolloutKeys.PROXY),
                    "cannot keep a proxy in step: it is not said which file it reads",
                    "write {nginx: /etc/nginx/conf.d/NAME.conf} or {haproxy: …}");
        }
        if (fields.lacks(RolloutKeys.INSTANCES)) {
            report.error(
                    fields.at(RolloutKeys.PROXY),
                    "cannot use proxy without instances: there would be nothing to take out",
                    "add instances: 2, or more");
        }
        if (fields.lacks(ServiceKeys.PORT)) {
            report.error(
                    fields.at(RolloutKeys.PROXY),
                    "cannot use proxy without port: it could not reach the instances",
                    "add port: to the service");
        }
        return Optional.of(read);
    }
}
