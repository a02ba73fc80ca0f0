package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import upkeep.availability.Budget;
import upkeep.availability.Change;
import upkeep.availability.Shares;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.control.Answer;
import upkeep.control.AvailabilityText;
import upkeep.control.AvailabilityView;
import upkeep.control.CheckForm;
import upkeep.control.ControlService;
import upkeep.control.EventsText;
import upkeep.control.LatenessView;
import upkeep.control.ServiceView;
import upkeep.control.StatusText;
import upkeep.control.StatusView;
import upkeep.control.WhyText;
import upkeep.core.Event;
import upkeep.core.Event.Caller;
import upkeep.core.HardState.Intent;
import upkeep.core.IncidentKey;
import upkeep.core.ServiceState;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.probe.Probers;
import upkeep.probe.file.Baseline;
import upkeep.spec.Check;
import upkeep.spec.Objective;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.store.Ledger;
import upkeep.store.Query;
import upkeep.store.StoreException;
import upkeep.target.FileTarget;

/** What upkeepd does when it is asked over the bus. */
final class Operations implements ControlService {

    private static final Duration LOOP_DEADLINE = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final Ledger ledger;
    private final Probers probers;
    private final DurableMemory memory;
    private final Supplier<LatenessView> lateness;
    private final Usage usage;
    private final Supplier<Answer> reload;
    private final Clock clock;

    Operations(
            EventLoop loop,
            Ledger ledger,
            Probers probers,
            DurableMemory memory,
            Supplier<LatenessView> lateness,
            Usage usage,
            Supplier<Answer> reload,
            Clock clock) {
        this.loop = loop;
        this.ledger = ledger;
        this.probers = probers;
        this.memory = memory;
        this.lateness = lateness;
        this.usage = usage;
        this.reload = reload;
        this.clock = clock;
    }

    private ZoneId zone() {
        return clock.getZone();
    }

    @Override
    public Answer status(List<String> names, boolean json) {
        Moment now = Now.moment();
        StatusView status = Views.status(loop.snapshot(), lateness.get(), now);
        return StatusText.answer(status, names, json, usage::in, now.wall(), zone());
    }

    @Override
    public Answer glance() {
        Moment now = Now.moment();
        StatusView status = Views.status(loop.snapshot(), lateness.get(), now);
        return StatusText.answer(status, List.of(), true, view -> view, now.wall(), zone());
    }

    @Override
    public Answer why(String name, Optional<Instant> at, boolean json) throws Exception {
        Moment now = Now.moment();
        Snapshot snapshot = loop.snapshot();
        List<ServiceView> views = services(snapshot, name).stream()
                .map(service -> Views.service(snapshot, service, now))
                .toList();
        LedgerEntries entries = new LedgerEntries(ledger);
        boolean known = !views.isEmpty()
                || snapshot.plan().checks().containsKey(name)
                || snapshot.plan().apps().containsKey(name)
                || !entries.newest(name, Optional.empty(), 1).isEmpty();
        if (!known) {
            List<String> names = new ArrayList<>(names(snapshot.plan()));
            names.addAll(snapshot.plan().apps().keySet());
            return Answer.misused(StatusText.unknown("explain", name, names));
        }
        if (views.isEmpty()) {
            return WhyText.answer(name, Optional.empty(), at, json, entries, now.wall(), zone());
        }
        List<Answer> answers = new ArrayList<>();
        for (ServiceView view : views) {
            answers.add(WhyText.answer(view.name(), Optional.of(view), at, json, entries, now.wall(), zone()));
        }
        return Answer.all(answers, json);
    }

    @Override
    public Answer events(String name, int limit, boolean json) throws Exception {
        Query query = Query.newest(limit);
        return EventsText.answer(ledger.entries(name.isEmpty() ? query : query.about(name)), json, zone());
    }

    @Override
    public Answer availability(List<String> names, TimeSpan since, boolean json) throws Exception {
        Plan plan = loop.snapshot().plan();
        SortedMap<String, Optional<Objective>> known = new TreeMap<>();
        plan.apps()
                .keySet()
                .forEach(name -> known.put(name, plan.alerting().concern(name).objective()));
        plan.services()
                .keySet()
                .forEach(name -> known.put(name, plan.alerting().concern(name).objective()));
        plan.checks().keySet().forEach(name -> known.put(name, Optional.empty()));
        SortedSet<String> asked = new TreeSet<>();
        for (String name : names) {
            List<String> meant = known.containsKey(name)
                    ? List.of(name)
                    : services(loop.snapshot(), name).stream()
                            .map(Service::name)
                            .toList();
            if (meant.isEmpty()) {
                return Answer.misused(
                        StatusText.unknown("tell the availability of", name, List.copyOf(known.keySet())));
            }
            asked.addAll(meant);
        }
        Instant now = clock.instant();
        List<AvailabilityView> views = new ArrayList<>();
        for (String name : names.isEmpty() ? known.keySet() : asked) {
            views.add(availability(name, since.toDuration(), Objects.requireNonNull(known.get(name)), now));
        }
        return AvailabilityText.answer(views, json);
    }

    private AvailabilityView availability(String name, Duration over, Optional<Objective> objective, Instant now)
            throws StoreException {
        Instant from = now.minus(over);
        Instant earliest = objective
                .map(it -> now.minus(it.per().toDuration()))
                .filter(from::isAfter)
                .orElse(from);
        List<Change> changes = ledger.standings(name, earliest).stream()
                .map(stood -> new Change(stood.at(), stood.standing()))
                .toList();
        return new AvailabilityView(
                name,
                over,
                Shares.of(changes, from, now),
                objective.map(it -> new AvailabilityView.Aim(it, Budget.of(it, changes, now))));
    }

    @Override
    public Answer check(String name, CheckForm form) {
        Plan plan = loop.snapshot().plan();
        List<Check> wanted = checks(plan, name);
        if (wanted.isEmpty() && !plan.named(name).isEmpty()) {
            return Answer.misused("cannot check " + name + ": it has no probes");
        }
        if (wanted.isEmpty()) {
            return Answer.misused(StatusText.unknown("check", name, names(plan)));
        }
        return new CheckRun(probers, memory, () -> loop.snapshot().state()).run(wanted, form);
    }

    @Override
    public Answer accept(String name, Caller by) throws InterruptedException {
        Plan plan = loop.snapshot().plan();
        List<Check> named = checks(plan, name);
        if (named.isEmpty() && plan.named(name).isEmpty()) {
            return Answer.misused(StatusText.unknown("accept", name, names(plan)));
        }
        List<Check> recorded = named.stream().filter(Operations::isRecorded).toList();
        List<Service> failed = plan.named(name).stream()
                .filter(service ->
                        loop.snapshot().state().incidents().containsKey(IncidentKey.ofRollout(service.name())))
                .toList();
        if (recorded.isEmpty() && failed.isEmpty()) {
            return Answer.misused(
                    "cannot accept anything of " + name + ": nothing is recorded of it, and no rollout failed"
                            + "\n  hint: expect: {sha256: recorded} in the check of a file records");
        }
        StringBuilder out = new StringBuilder();
        for (Service service : failed) {
            Optional<Answer> failure = ordered(RolloutReader.accepted(service.name(), by));
            if (failure.isPresent()) {
                return failure.get();
            }
            out.append(service.name()).append(": accepted that its last rollout failed\n");
        }
        for (Check check : recorded) {
            Optional<Baseline.Accepted> accepted = Baseline.accept(memory, check.id());
            if (accepted.isPresent()) {
                String what = accepted.get().now() + " of " + check.target().text();
                if (!memory.write()) {
                    return Answer.failed("cannot write down that " + what + " is accepted"
                            + "\n  hint: journalctl -u upkeepd tells why; it is tried again");
                }
                Optional<Answer> failure = ordered(new Event.Accepted(Now.moment(), check.id(), what, by));
                if (failure.isPresent()) {
                    return failure.get();
                }
                out.append(check.id()).append(": accepted ").append(what);
                accepted.get()
                        .before()
                        .ifPresent(before -> out.append(", before ").append(before));
                out.append('\n');
            } else {
                out.append(check.id()).append(": nothing to accept; it is as recorded, or was not seen yet\n");
            }
        }
        return Answer.done(out.toString());
    }

    private static boolean isRecorded(Check check) {
        return check.target() instanceof FileTarget file
                && file.expected()
                        .filter(expected -> expected.digest().isEmpty())
                        .isPresent();
    }

    /** The check of that name, or the probes of that service. */
    private static List<Check> checks(Plan plan, String name) {
        List<Check> named = new ArrayList<>();
        plan.named(name).forEach(service -> service.probes().all().forEach(named::add));
        plan.services()
                .values()
                .forEach(service -> service.probes()
                        .all()
                        .filter(check -> check.id().text().equals(name))
                        .forEach(named::add));
        Optional.ofNullable(plan.checks().get(name)).ifPresent(named::add);
        return named;
    }

    @Override
    public Answer hold(String name, TimeSpan length, String reason, Caller by) throws InterruptedException {
        List<Service> services = meant(loop.snapshot(), name);
        if (services.isEmpty()) {
            return Answer.misused(
                    StatusText.unknown("hold", name, names(loop.snapshot().plan())));
        }
        List<Answer> answers = new ArrayList<>();
        for (Service service : services) {
            answers.add(hold(service, length, reason, by));
        }
        return Answer.all(answers, false);
    }

    private Answer hold(Service service, TimeSpan length, String reason, Caller by) throws InterruptedException {
        Moment now = Now.moment();
        Moment until = now.plus(length.toDuration());
        return ordered(new Event.HoldAsked(now, service.name(), until, reason, by))
                .orElseGet(() -> Answer.done(service.name() + " is on hold for " + Humane.duration(length)
                        + ": it is probed, and nothing is done; `upkeep release " + service.name() + "` ends it\n"));
    }

    @Override
    public Answer release(String name, Caller by) throws InterruptedException {
        Snapshot snapshot = loop.snapshot();
        List<Service> services = meant(snapshot, name);
        if (services.isEmpty()) {
            return Answer.misused(StatusText.unknown("release", name, names(snapshot.plan())));
        }
        List<Answer> answers = new ArrayList<>();
        for (Service service : services) {
            answers.add(release(snapshot, service, by));
        }
        return Answer.all(answers, false);
    }

    private Answer release(Snapshot snapshot, Service service, Caller by) throws InterruptedException {
        String known = service.name();
        Moment now = Now.moment();
        ServiceState before = snapshot.state().services().getOrDefault(known, ServiceState.fresh(now));
        String done = before.hold().isPresent()
                ? known + " is supervised again, after one full grace"
                : before.intent() == Intent.RUN
                        ? known + " was not on hold; its restart budget is whole again"
                        : known + " is wanted running again";
        return ordered(new Event.ReleaseAsked(now, known, by)).orElseGet(() -> Answer.done(done + "\n"));
    }

    @Override
    public Answer handsOff(TimeSpan length, String reason, Caller by) throws InterruptedException {
        Moment now = Now.moment();
        return ordered(new Event.HandsOffAsked(now, now.plus(length.toDuration()), reason, by))
                .orElseGet(() -> Answer.done("nothing is done on this machine for " + Humane.duration(length)
                        + ": all is probed, and people are told; `upkeep hands-off --end` ends it\n"));
    }

    @Override
    public Answer handsOn(Caller by) throws InterruptedException {
        if (loop.snapshot().state().host().handsOff().isEmpty()) {
            return Answer.done("upkeep acts already: nobody has it keep its hands off\n");
        }
        return ordered(new Event.HandsOnAsked(Now.moment(), by))
                .orElseGet(() -> Answer.done("upkeep acts again, after one full grace\n"));
    }

    @Override
    public Answer reload(Caller by) {
        return reload.get();
    }

    /** Posts the event and waits until it was decided on; an answer only if it was not. */
    private Optional<Answer> ordered(Event event) throws InterruptedException {
        loop.post(event);
        return loop.isTurning(LOOP_DEADLINE)
                ? Optional.empty()
                : Optional.of(Answer.failed("cannot tell whether that is done: upkeepd is too busy to answer"));
    }

    /** The service of that name, or whose unit has that name; all instances of one that has some. */
    private static List<Service> services(Snapshot snapshot, String name) {
        List<Service> named = snapshot.plan().named(name);
        return named.isEmpty()
                ? UnitName.parse(name).flatMap(snapshot.plan()::serviceOf).stream()
                        .toList()
                : named;
    }

    /** The same, or all services that are parts of the app of that name. */
    private static List<Service> meant(Snapshot snapshot, String name) {
        return Optional.ofNullable(snapshot.plan().apps().get(name))
                .map(app -> app.parts().stream()
                        .flatMap(part -> snapshot.plan().named(part).stream())
                        .toList())
                .orElseGet(() -> services(snapshot, name));
    }

    private static List<String> names(Plan plan) {
        List<String> names = new ArrayList<>(plan.services().keySet());
        names.addAll(plan.checks().keySet());
        return names;
    }
}
