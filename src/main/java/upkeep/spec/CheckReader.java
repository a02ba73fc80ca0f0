package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.base.TimeSpan;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId.Role;
import upkeep.target.Target;

/** Reads what all checks have, be they probes of a service or on their own. */
final class CheckReader {

    private final Fields fields;
    private final Report report;
    private final Needs needs;
    private final Concerns concerns;
    private final TimeSpan defaultTimeout;
    private final Optional<Integer> port;
    private final Placeholders placeholders;

    /** A reader; {@code port} is that of the service the check belongs to, if it has one. */
    CheckReader(
            Fields fields,
            Needs needs,
            Concerns concerns,
            TimeSpan defaultTimeout,
            Optional<Integer> port,
            Placeholders placeholders) {
        this.fields = fields;
        this.report = fields.report();
        this.needs = needs;
        this.concerns = concerns;
        this.defaultTimeout = defaultTimeout;
        this.port = port;
        this.placeholders = placeholders;
    }

    /** The plan's own settings, which are bound in the same way. */
    static Settings settings(Fields fields) {
        return new Settings(
                fields.get(SpecKeys.EVERY),
                fields.get(SpecKeys.TIMEOUT),
                fields.get(SpecKeys.ACTIONS),
                fields.get(SpecKeys.PROBES_PER_HOST),
                heartbeats(fields),
                checkIn(fields),
                history(fields.map(HistoryKeys.LEDGER)));
    }

    private static Settings.History history(Fields fields) {
        return new Settings.History(fields.get(HistoryKeys.KEEP), fields.get(HistoryKeys.SIZE));
    }

    private static List<Settings.Listen> heartbeats(Fields fields) {
        List<Settings.Listen> addresses = fields.list(OutsideKeys.HEARTBEATS).stream()
                .map(Located::value)
                .distinct()
                .toList();
        if (addresses.size() > OutsideKeys.MOST_ADDRESSES) {
            fields.report()
                    .error(
                            fields.at(OutsideKeys.HEARTBEATS),
                            "cannot listen at " + addresses.size() + " addresses: the most are "
                                    + OutsideKeys.MOST_ADDRESSES);
        }
        return addresses;
    }

    private static Optional<Settings.CheckIn> checkIn(Fields fields) {
        if (!fields.has(OutsideKeys.CHECK_IN)) {
            return Optional.empty();
        }
        Fields written = fields.brief(OutsideKeys.CHECK_IN, ChannelKeys.URL_FILE);
        TimeSpan every = written.get(OutsideKeys.EVERY);
        return AddressReader.read(written, "cannot check in: the address is missing")
                .map(address -> new Settings.CheckIn(address, every));
    }

    /** A check on its own. */
    Optional<Check> read(CheckId id, TimeSpan defaultEvery) {
        // What a job told is as true the first time as the third.
        int failures = fields.has(HeartbeatKeys.HEARTBEAT) ? Defaults.HEARTBEAT_FAILURES : Defaults.FAILURES;
        return read(id, id.text(), Optional.empty(), defaultEvery, failures);
    }

    /** A probe of a service. */
    Optional<Check> read(String service, Role role, TimeSpan startTimeout) {
        boolean startup = role == Role.STARTUP;
        TimeSpan defaultEvery = startup ? Defaults.STARTUP_EVERY : Defaults.PROBE_EVERY;
        TimeSpan every = fields.entry(CheckKeys.EVERY)
                .flatMap(entry -> entry.value() instanceof Node.Scalar scalar
                        ? CheckKeys.PERIOD.parse().apply(scalar.text())
                        : Optional.empty())
                .orElse(defaultEvery);
        int failures = startup ? Defaults.startupFailures(startTimeout, every) : Defaults.FAILURES;
        return read(CheckId.ofProbe(service, role), service, Optional.of(role), defaultEvery, failures);
    }

    private Optional<Check> read(
            CheckId id, String who, Optional<Role> role, TimeSpan defaultEvery, int defaultFailures) {
        TimeSpan timeout = fields.read(CheckKeys.TIMEOUT, defaultTimeout);
        Optional<Target> target = target(id, timeout);
        Timing timing = new TimingReader(fields).read(defaultEvery);
        Optional<TimeSpan> every = timing.period();
        Retries retries = new RetriesReader(fields).read(timeout, every);
        if (fields.has(CheckKeys.EVERY)
                && fields.has(CheckKeys.TIMEOUT)
                && retries.count() == 0
                && every.filter(it -> timeout.compareTo(it) > 0).isPresent()) {
            report.warning(
                    fields.at(CheckKeys.TIMEOUT),
                    "timeout " + timeout + " is longer than every " + every.get()
                            + ": a slow probe delays the next one");
        }
        if (role.equals(Optional.of(Role.STARTUP)) && every.isEmpty()) {
            report.error(
                    fields.at(CheckKeys.EVERY),
                    "cannot run a startup probe by a calendar: a start is waited for",
                    "write a time span such as 2s");
        }
        int failures = fields.read(CheckKeys.FAILURES, defaultFailures);
        int successes = fields.get(CheckKeys.SUCCESSES);
        ReactionReader reactions = new ReactionReader(report, id.text(), role.isPresent(), placeholders);
        List<Reaction> otherwise =
                fields.has(CheckKeys.OTHERWISE) ? reactions.read(fields, CheckKeys.OTHERWISE) : usual(role);
        List<String> needed = needs.read(who, fields);
        concerns.read(id.text(), fields, Optional.empty());
        List<SupervisionRule> rules = new RulesReader(fields, reactions).read(target, retries);
        return target.map(found -> new Check(
                id, fields.position(), found, timing, timeout, retries, failures, successes, otherwise, needed, rules));
    }

    /** What is done where {@code otherwise} is not written. */
    private List<Reaction> usual(Optional<Role> role) {
        boolean restarts = role.isPresent() && role.get() != Role.READINESS;
        fields.note(CheckKeys.OTHERWISE, restarts ? "restart" : "alert");
        return List.of(restarts ? new Reaction.Restart(Optional.empty()) : new Reaction.Alert());
    }

    private Optional<Target> target(CheckId id, TimeSpan timeout) {
        List<Key<?>> written = new ArrayList<>();
        for (Key<?> kind : TargetKeys.ALL) {
            if (fields.has(kind)) {
                written.add(kind);
            }
        }
        if (written.isEmpty()) {
            if (TargetKeys.ALL.stream().allMatch(fields::lacks)
                    && fields.all().stream()
                            .noneMatch(entry -> CheckKeys.CHECK.later().contains(entry.key()))) {
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
                    "cannot use " + written.stream().map(Key::name).collect(Collectors.joining(" and "))
                            + " together: a check looks at one thing",
                    "make two checks of it");
        }
        if (fields.has(PlaceKeys.EXPECT) && !TargetKeys.PLACES.contains(written.getFirst())) {
            report.error(
                    fields.at(PlaceKeys.EXPECT),
                    "cannot use expect with " + written.getFirst().name() + ": it is for what a path must be",
                    "it goes with file, directory and fifo");
        }
        return TargetReaders.read(written.getFirst(), new TargetContext(id, fields, port, placeholders, timeout));
    }
}
