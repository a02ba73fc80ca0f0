package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId.Role;
import upkeep.target.Target;

/** Reads what all checks have, be they probes of a service or on their own. */
final class CheckReader {

    private static final Kind<TimeSpan> TIMEOUT = Kinds.FINITE.where(
            span -> span.microseconds() >= 1_000 && span.microseconds() <= 600_000_000L,
            "it must be from 1ms to 10min",
            "write a time span such as 5s");
    private static final Kind<Integer> FAILURES = Kind.whole(1, Defaults.MOST_FAILURES);
    private static final Kind<Integer> SUCCESSES = Kind.whole(1, 1_000);

    private static final Kind<Service.Actions> ACTIONS =
            Kind.word(List.of(Service.Actions.ACT, Service.Actions.OBSERVE));

    private final Fields fields;
    private final Report report;
    private final Needs needs;
    private final TimeSpan defaultTimeout;
    private final Optional<Integer> port;
    private final Placeholders placeholders;

    /** A reader; {@code port} is that of the service the check belongs to, if it has one. */
    CheckReader(
            Fields fields, Needs needs, TimeSpan defaultTimeout, Optional<Integer> port, Placeholders placeholders) {
        this.fields = fields;
        this.report = fields.report();
        this.needs = needs;
        this.defaultTimeout = defaultTimeout;
        this.port = port;
        this.placeholders = placeholders;
    }

    /** The plan's own settings, which are bound in the same way. */
    static Settings settings(Fields fields) {
        return new Settings(
                fields.read("every", TimingReader.PERIOD, Settings.DEFAULT.every()),
                fields.read("timeout", TIMEOUT, Settings.DEFAULT.timeout()),
                actions(fields, Settings.DEFAULT.actions()),
                fields.read("probes-per-host", Kind.whole(1, 10_000), Settings.DEFAULT.probesPerHost()));
    }

    /** Whether upkeepd acts, which the plan and each service can say. */
    static Service.Actions actions(Fields fields, Service.Actions fallback) {
        return fields.read("actions", ACTIONS, fallback);
    }

    /** A check on its own. */
    Optional<Check> read(CheckId id, TimeSpan defaultEvery) {
        return read(id, id.text(), Optional.empty(), defaultEvery, Defaults.FAILURES);
    }

    /** A probe of a service. */
    Optional<Check> read(String service, Role role, TimeSpan startTimeout) {
        boolean startup = role == Role.STARTUP;
        TimeSpan defaultEvery = startup ? Defaults.STARTUP_EVERY : Defaults.PROBE_EVERY;
        TimeSpan every = fields.entry("every")
                .flatMap(entry -> entry.value() instanceof Node.Scalar scalar
                        ? TimingReader.PERIOD.parse().apply(scalar.text())
                        : Optional.empty())
                .orElse(defaultEvery);
        int failures = startup ? Defaults.startupFailures(startTimeout, every) : Defaults.FAILURES;
        return read(CheckId.ofProbe(service, role), service, Optional.of(role), defaultEvery, failures);
    }

    private Optional<Check> read(
            CheckId id, String who, Optional<Role> role, TimeSpan defaultEvery, int defaultFailures) {
        TimeSpan timeout = fields.read("timeout", TIMEOUT, defaultTimeout);
        Optional<Target> target = target(id, timeout);
        Timing timing = new TimingReader(fields).read(defaultEvery);
        Optional<TimeSpan> every = timing.period();
        Retries retries = new RetriesReader(fields).read(timeout, every);
        if (fields.has("every")
                && fields.has("timeout")
                && retries.count() == 0
                && every.filter(it -> timeout.compareTo(it) > 0).isPresent()) {
            report.warning(
                    fields.at("timeout"),
                    "timeout " + timeout + " is longer than every " + every.get()
                            + ": a slow probe delays the next one");
        }
        if (role.equals(Optional.of(Role.STARTUP)) && every.isEmpty()) {
            report.error(
                    fields.at("every"),
                    "cannot run a startup probe by a calendar: a start is waited for",
                    "write a time span such as 2s");
        }
        int failures = fields.read("failures", FAILURES, defaultFailures);
        int successes = fields.read("successes", SUCCESSES, Defaults.SUCCESSES);
        ReactionReader reactions = new ReactionReader(report, id.text(), role.isPresent(), placeholders);
        List<Reaction> otherwise = fields.has("otherwise") ? reactions.read(fields, "otherwise") : usual(role);
        List<String> needed = needs.read(who, fields);
        List<SupervisionRule> rules = new RulesReader(fields, reactions).read(target, retries);
        return target.map(found -> new Check(
                id, fields.position(), found, timing, timeout, retries, failures, successes, otherwise, needed, rules));
    }

    /** What is done where {@code otherwise} is not written. */
    private List<Reaction> usual(Optional<Role> role) {
        boolean restarts = role.isPresent() && role.get() != Role.READINESS;
        fields.note("otherwise", restarts ? "restart" : "alert");
        return List.of(restarts ? new Reaction.Restart(Optional.empty()) : new Reaction.Alert());
    }

    private Optional<Target> target(CheckId id, TimeSpan timeout) {
        List<String> written = new ArrayList<>();
        for (String kind : TargetReaders.KINDS) {
            if (fields.has(kind)) {
                written.add(kind);
            }
        }
        if (written.isEmpty()) {
            if (TargetReaders.KINDS.stream().allMatch(fields::lacks)
                    && fields.all().stream()
                            .noneMatch(entry -> Words.CHECK.later().contains(entry.key()))) {
                report.error(
                        fields.position(),
                        "cannot check anything here: it is not said what to look at",
                        "write what is looked at, such as http, tcp or ntp; upkeep-checks(5) has all of it");
            }
            return Optional.empty();
        }
        if (written.size() > 1) {
            report.error(
                    fields.at(written.get(1)),
                    "cannot use " + String.join(" and ", written) + " together: a check looks at one thing",
                    "make two checks of it");
        }
        if (fields.has("expect") && !PlaceReader.KINDS.contains(written.getFirst())) {
            report.error(
                    fields.at("expect"),
                    "cannot use expect with " + written.getFirst() + ": it is for what a path must be",
                    "it goes with file, directory and fifo");
        }
        return TargetReaders.read(written.getFirst(), new TargetContext(id, fields, port, placeholders, timeout));
    }
}
