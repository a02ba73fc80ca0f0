package upkeep.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Checked;
import upkeep.base.Humane;
import upkeep.base.UnitName;
import upkeep.control.Answer;
import upkeep.control.ControlServer;
import upkeep.core.State;
import upkeep.heartbeat.HeartbeatServer;
import upkeep.host.BootId;
import upkeep.host.FileSystems;
import upkeep.host.HostName;
import upkeep.host.ProcFiles;
import upkeep.host.SecretFiles;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.install.RolloutNotes;
import upkeep.notify.Senders;
import upkeep.probe.Probers;
import upkeep.spec.Plan;
import upkeep.spec.Receiver;
import upkeep.spec.Service;
import upkeep.store.Ledger;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;
import upkeep.store.Refuge;
import upkeep.store.StoreException;
import upkeep.systemd.ServiceManager;
import upkeep.systemd.dbus.DbusServiceManager;
import upkeep.systemd.journal.JournalEvidence;
import upkeep.systemd.journal.JournalReader;
import upkeep.systemd.journal.JournalSender;
import upkeep.systemd.notify.Notifier;

/** upkeepd, put together. Start it once, and close it once. */
final class Daemon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    /** READY=1 is sent after this time even if the bus is not there yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Where the units of programs look for what those are told. */
    private static final Path EVENTS = Path.of("/run/upkeep/events");

    /** Where jobs tell of themselves. */
    private static final Path HEARTBEATS = Path.of("/run/upkeep/heartbeats");

    /** Where the ledger is while its disk takes nothing. */
    private static final Path REFUGE = Path.of("/run/upkeep-ledger");

    private static final Duration HEARTBEAT_DEADLINE = Duration.ofSeconds(10);

    private final Layout layout;
    private final Notifier notifier;
    private final Ledger ledger;
    private final DurableMemory memory;
    private final RolloutReader rollouts;
    private final EventLoop loop;
    private final StatusLine statusLine;
    private final ServiceManager manager;
    private final Effects effects;
    private final ProxyUnits proxies;
    private final Recorder recorder;
    private final HostWatch host;
    private final ControlServer control;
    private final Senders senders;
    private final Outbox outbox;
    private final AlertDesk desk;
    private final StandingsKeeper standings;
    private final Tidying tidying;
    private final Optional<WayBack> wayBack;
    private final CheckIn checkIn;
    private final HeartbeatServer heartbeats;
    private final CountDownLatch listed = new CountDownLatch(1);
    private final AtomicReference<Set<UnitName>> watched = new AtomicReference<>(Set.of());
    /** The ties to other units as last seen; touched by the loop thread only. */
    private Map<UnitName, Set<String>> bound = Map.of();

    private Optional<Pulse> pulse = Optional.empty();

    /**
     * @param end ends this process, after which systemd starts it anew
     */
    Daemon(Layout layout, Path stateDirectory, Notifier notifier, String version, Runnable end) throws StoreException {
        this.layout = layout;
        this.notifier = notifier;
        notifier.extendTimeout(PATIENCE.plus(PATIENCE));
        notifier.status("reading the ledger and the applied specs");
        Refuge refuge = new Refuge(stateDirectory, REFUGE);
        this.ledger = refuge.open();
        ledger.setAside()
                .ifPresent(file -> LOG.error(
                        "the ledger was damaged and a new one is begun; the old one is kept as {}: what could be read of"
                                + " intents, holds and budgets was taken over",
                        file));
        AppliedPlan applied = initialPlan();
        String boot = BootId.read().orElse("");
        Beginning beginning =
                new Beginning(ledger.loadHardStates(), ledger.lastEntryNumber(), Now.moment(), booted(ledger, boot));
        State state = State.begin(
                applied.plan(), beginning.hardStates(), beginning.lastNumber(), beginning.at(), beginning.booted());
        this.statusLine = new StatusLine(notifier);
        this.loop = new EventLoop(applied, state, this::changed);
        this.host = new HostWatch(() -> LookedUpName.of(loop.snapshot().plan()), loop::post);
        this.manager = new DbusServiceManager(DbusServiceManager.systemBus(), new Ears(loop, host));
        this.proxies = new ProxyUnits(manager);
        ProbeBus bus = new ProbeBus(manager);
        Probers probers = new Probers(version, bus);
        this.memory = new DurableMemory(ledger);
        this.rollouts = new RolloutReader(new RolloutNotes(layout, new RealFileSystem()), ledger, loop::post);
        PlannedChecks checks = new PlannedChecks(() -> loop.snapshot().plan(), manager);
        ProbeRunner probes = new ProbeRunner(
                probers,
                memory,
                checks::check,
                this::isUnderPressure,
                () -> loop.snapshot().plan().settings().probesPerHost(),
                check -> {
                    host.beforeFailure();
                    checks.lookAtUnitOf(check);
                },
                loop::post);
        JournalReader journal = new JournalReader();
        Alerts alerts = new Alerts(new JournalSender(JournalSender.SOCKET), journal, this::unit);
        Clock clock = Clock.system(ZoneId.systemDefault());
        String name = HostName.read();
        ProgramUnits programs = new ProgramUnits(EVENTS, manager);
        this.senders = new Senders(version, clock.getZone(), programs);
        this.outbox = new Outbox(
                ledger,
                this::receiver,
                () -> !loop.snapshot().plan().equals(Plan.EMPTY),
                senders::send,
                loop::post,
                this::tellAgain,
                Outbox.WAITS,
                clock);
        Backgrounds backgrounds =
                new Backgrounds(new LedgerEntries(ledger), journal::last, this::unit, clock.getZone());
        this.desk = new AlertDesk(ledger, loop::snapshot, outbox, backgrounds, name, clock);
        this.effects = new Effects(
                probes,
                new JobRunner(manager, loop::post),
                alerts,
                desk,
                new Measurer(manager, loop::post),
                new EvidenceRunner(new JournalEvidence(), loop::post),
                new ProgramRunner(programs, name),
                () -> loop.snapshot().plan(),
                loop::post);
        Life life = Life.now(version, boot, applied.sources(), beginning);
        boolean isHome = refuge.reason().isEmpty();
        this.tidying = new Tidying(
                ledger, () -> loop.snapshot().plan().settings(), isHome ? Long.MAX_VALUE : Refuge.MOST_BYTES);
        this.wayBack = refuge.reason()
                .map(_ -> new WayBack(refuge, stateDirectory, new FileSystems(new ProcFiles())::mounts, end));
        this.recorder = new Recorder(ledger, refuge.reason(), life, tidying::retention, effects, loop::post);
        Operations operations =
                new Operations(loop, ledger, probers, memory, probes::lateness, new Usage(bus), this::reload, clock);
        AlertOperations alertOperations = new AlertOperations(
                desk, outbox, senders::send, () -> loop.snapshot().plan().alerting(), name, clock);
        Heartbeats jobs = new Heartbeats(
                () -> loop.snapshot().plan().checks(),
                memory,
                new Tokens(new SecretFiles())::fits,
                check -> probes.at(check, Now.moment()),
                clock);
        this.heartbeats = new HeartbeatServer(jobs, HEARTBEAT_DEADLINE);
        this.checkIn = new CheckIn(
                () -> loop.snapshot().plan().settings().checkIn(), senders::checkIn, this::ailment, loop::post);
        this.standings = new StandingsKeeper(ledger, loop::snapshot, loop::post, clock);
        this.control = new ControlServer(
                DbusServiceManager.systemBus(),
                version,
                new ControlServer.Services(operations, alertOperations, jobs),
                new Spoken(),
                clock);
    }

    /** Begins to supervise, and tells systemd once every unit was looked at. */
    void start() throws InterruptedException {
        loop.start(recorder);
        standings.start(); // before anybody can ask how things stood while it was away
        control.start();
        Set<UnitName> first = loop.snapshot().state().units(loop.snapshot().plan());
        watched.set(first);
        manager.watch(first);
        host.start();
        boolean connected = listed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        desk.start(); // once there is a bus, since programs that tell are run over it
        control.awaitName(Duration.ofSeconds(5));
        if (!connected) {
            LOG.warn("the bus is not there yet; supervision begins when it is");
        }
        rollouts.tell();
        pulse = notifier.watchdogInterval().map(interval -> new Pulse(notifier, loop, manager, interval));
        notifier.ready(Views.line(loop.snapshot(), Now.moment()));
        tidying.start();
        wayBack.ifPresent(WayBack::start);
        hearJobs();
        checkIn.look();
    }

    private void hearJobs() {
        if (Files.isDirectory(HEARTBEATS)) {
            try {
                Files.setPosixFilePermissions(HEARTBEATS, PosixFilePermissions.fromString("rwxr-xr-x"));
                heartbeats.listen(HEARTBEATS.resolve("socket"));
            } catch (IOException failure) {
                LOG.error("cannot listen for what jobs tell of themselves: {}", failure.getMessage());
            }
        }
        listenForJobs();
    }

    private void listenForJobs() {
        heartbeats.listen(loop.snapshot().plan().settings().heartbeats().stream()
                .map(listen -> new InetSocketAddress(InetAddress.ofLiteral(listen.address()), listen.port()))
                .collect(Collectors.toSet()));
    }

    /** Why upkeepd does not see the machine at present. */
    private Optional<String> ailment() {
        State state = loop.snapshot().state();
        if (!state.listed()) {
            return Optional.of("the connection to systemd is lost");
        }
        return state.host().facts().guard();
    }

    /** Whether the machine has been booted since upkeepd last ran; asked before this life is written down. */
    private static boolean booted(Ledger ledger, String boot) {
        try {
            return ledger.recall(Ledger.BOOT).filter(last -> !last.equals(boot)).isPresent();
        } catch (StoreException e) {
            LOG.warn("cannot tell whether the machine was booted since: {}", e.getMessage());
            return false;
        }
    }

    private AppliedPlan initialPlan() {
        Checked<AppliedPlan> applied = AppliedPlan.read(layout);
        if (applied.value().isEmpty()) {
            LOG.error(
                    "cannot work by the applied specs, so nothing is supervised until the next `upkeep apply`:\n{}",
                    AppliedPlan.text(applied.problems()));
        }
        return applied.value().orElse(AppliedPlan.NONE);
    }

    private Answer reload() {
        notifier.reloading();
        try {
            Checked<AppliedPlan> applied = AppliedPlan.read(layout);
            if (applied.value().isEmpty()) {
                String problems = AppliedPlan.text(applied.problems());
                LOG.error("cannot take over the applied specs; the plan before stays in force:\n{}", problems);
                return new Answer(1, "", problems + "\nThe plan before stays in force.\n");
            }
            loop.replace(applied.value().get());
            Plan plan = applied.value().get().plan();
            memory.retain(PlannedChecks.ids(plan));
            Set<UnitName> wanted = loop.snapshot().state().units(plan);
            watched.set(wanted);
            manager.watch(wanted);
            rollouts.tell();
            loop.isTurning(Duration.ofSeconds(5));
            outbox.tryNow();
            desk.look();
            checkIn.look();
            listenForJobs();
            return Answer.done("upkeepd works by the applied specs: "
                    + Humane.count(plan.services().size(), "service")
                    + ", " + Humane.count(plan.checks().size(), "check") + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed("cannot reload: interrupted");
        } finally {
            notifier.ready(Views.line(loop.snapshot(), Now.moment()));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a map that was not changed is the same, and this is asked for every event
    private void changed(EventLoop.Snapshot snapshot) {
        if (snapshot.state().listed()) {
            listed.countDown();
        }
        if (bound != snapshot.state().bound()) {
            bound = snapshot.state().bound();
            watch(snapshot);
        }
        statusLine.changed(snapshot);
        proxies.changed(snapshot);
    }

    private Optional<Receiver> receiver(String name) {
        return Optional.ofNullable(loop.snapshot().plan().alerting().receivers().get(name));
    }

    /** There is room again for what could not be written. */
    private void tellAgain() {
        desk.look();
    }

    private Optional<UnitName> unit(String service) {
        return Optional.ofNullable(loop.snapshot().plan().services().get(service))
                .map(Service::unit);
    }

    /** Watches what the state says is to be watched: a unit's ties to others are known once it was looked at. */
    private void watch(EventLoop.Snapshot snapshot) {
        Set<UnitName> wanted = snapshot.state().units(snapshot.plan());
        if (!wanted.equals(watched.getAndSet(wanted))) {
            manager.watch(wanted);
        }
    }

    private boolean isUnderPressure() {
        return loop.snapshot().state().host().pressureSince().isPresent();
    }

    /** Leaves the services as they are. */
    @Override
    public void close() {
        notifier.stopping("stopping; the services run on");
        pulse.ifPresent(Pulse::close);
        control.close();
        heartbeats.close();
        checkIn.close();
        standings.close();
        host.close();
        loop.close();
        effects.close();
        desk.close();
        outbox.close();
        senders.close();
        tidying.close();
        wayBack.ifPresent(WayBack::close);
        statusLine.close();
        proxies.close();
        manager.close();
        recorder.close();
        memory.close();
        ledger.close();
    }

    /** Whether people can ask us is said in the log. */
    private record Spoken() implements ControlServer.Listener {
        @Override
        public void connected() {
            LOG.info("{} answers on the bus", ControlServer.BUS_NAME);
        }

        @Override
        public void lost(String why) {
            LOG.warn("{} cannot be asked at present: {}", ControlServer.BUS_NAME, why);
        }
    }
}
