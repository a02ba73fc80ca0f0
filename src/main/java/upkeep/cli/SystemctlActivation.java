package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

/**
 * Activation on the running system, through systemctl(1) and systemd-sysusers(8). One call does a kind of step for all
 * units, so that systemd can order them; then each unit is asked how it fared.
 */
final class SystemctlActivation implements Activation {

    static final String SYSUSERS = "upkeep-services.conf";

    private static final Duration SHORT = Duration.ofMinutes(1);
    /** Beyond any sensible start and stop timeout, which systemd itself holds the units to. */
    private static final Duration LONG = Duration.ofMinutes(30);

    static final String UPKEEPD = "upkeepd.service";

    private final Programs programs;

    SystemctlActivation(Programs programs) {
        this.programs = programs;
    }

    /** The properties of a unit that say how it fared, see org.freedesktop.systemd1(5). */
    private record State(String active, String sub, String result, String exitStatus) {
        boolean isStopped() {
            return active.equals("inactive");
        }

        boolean hasFailed() {
            boolean waitsForRestart = active.equals("activating") && sub.startsWith("auto-restart");
            return active.equals("failed") || waitsForRestart;
        }

        String text() {
            String status = result.equals("exit-code") ? " (status " + exitStatus + ")" : "";
            return "it is " + active + ", result " + result + status;
        }
    }

    @Override
    public List<Outcome> run(Step.Kind kind, List<UnitName> units) {
        return switch (kind) {
            case STOP -> stop(units);
            case DISABLE -> each(kind, units, "disable");
            case CREATE_USERS -> List.of(once(kind, "systemd-sysusers", SYSUSERS));
            case CREATE_TEMPORARY_FILES -> List.of(once(kind, "systemd-tmpfiles", "--create", SYSUSERS));
            case ENABLE_AGAIN -> enableAgain(units);
            case ENABLE -> each(kind, units, "enable");
            case DAEMON_RELOAD -> List.of(once(kind, "systemctl", "daemon-reload"));
            case RESTART -> restart(units);
            case TRY_RESTART -> judged(kind, units, "try-restart");
            case START -> judged(kind, units, "start");
            case RELOAD_UPKEEPD -> List.of(reloadUpkeepd());
        };
    }

    private Outcome once(Step.Kind kind, String... command) {
        Programs.Result result = programs.run(SHORT, List.of(command));
        return result.isSuccess() ? Outcome.done(Step.of(kind)) : Outcome.failed(Step.of(kind), reason(result));
    }

    private List<Outcome> stop(List<UnitName> units) {
        Programs.Result result = systemctl(LONG, List.of("stop"), units);
        Map<UnitName, State> states = states(units);
        // A unit that failed once would otherwise stay listed as failed without its file.
        systemctl(SHORT, List.of("reset-failed"), units);
        return units.stream()
                .map(unit -> {
                    Step step = Step.of(Step.Kind.STOP, unit);
                    State state = states.get(unit);
                    boolean gone = result.isSuccess()
                            || (state != null
                                    && (state.isStopped() || state.active().equals("failed")));
                    return gone ? Outcome.done(step) : Outcome.failed(step, reason(result));
                })
                .toList();
    }

    /** All at once, and one by one if that fails, to find out whose fault it is. The one daemon-reload comes later. */
    private List<Outcome> each(Step.Kind kind, List<UnitName> units, String verb) {
        List<String> command = List.of("--no-reload", verb);
        if (systemctl(SHORT, command, units).isSuccess()) {
            return units.stream().map(unit -> Outcome.done(Step.of(kind, unit))).toList();
        }
        return units.stream()
                .map(unit -> {
                    Programs.Result result = systemctl(SHORT, command, List.of(unit));
                    Step step = Step.of(kind, unit);
                    if (result.isSuccess()) {
                        return Outcome.done(step);
                    }
                    return kind == Step.Kind.DISABLE && result.err().contains("does not exist")
                            ? Outcome.skipped(step, "there is no such unit any more")
                            : Outcome.failed(step, reason(result));
                })
                .toList();
    }

    /** A unit that the operator disabled stays disabled. */
    private List<Outcome> enableAgain(List<UnitName> units) {
        List<Outcome> outcomes = new ArrayList<>();
        for (UnitName unit : units) {
            Step step = Step.of(Step.Kind.ENABLE_AGAIN, unit);
            boolean enabled = systemctl(SHORT, List.of("is-enabled", "--quiet"), List.of(unit))
                    .isSuccess();
            outcomes.add(
                    enabled
                            ? each(Step.Kind.ENABLE_AGAIN, List.of(unit), "reenable")
                                    .getFirst()
                            : Outcome.skipped(step, "it was disabled by hand"));
        }
        return outcomes;
    }

    /** Restarts what runs or failed; what the operator stopped stays stopped. */
    private List<Outcome> restart(List<UnitName> units) {
        Map<UnitName, State> states = states(units);
        List<Outcome> outcomes = new ArrayList<>();
        List<UnitName> wanted = new ArrayList<>();
        for (UnitName unit : units) {
            State state = states.get(unit);
            if (state != null && state.isStopped()) {
                outcomes.add(Outcome.skipped(
                        Step.of(Step.Kind.RESTART, unit), "it is stopped; its next start takes the new settings"));
            } else {
                wanted.add(unit);
            }
        }
        if (!wanted.isEmpty()) {
            // The start limit counts restarts by hand as well; a changed unit begins anew.
            systemctl(SHORT, List.of("reset-failed"), wanted);
            List<UnitName> sockets =
                    wanted.stream().filter(unit -> unit.type().equals("socket")).toList();
            if (!sockets.isEmpty()) {
                outcomes.addAll(reopen(sockets, wanted));
                wanted.removeAll(sockets);
            }
        }
        if (!wanted.isEmpty()) {
            outcomes.addAll(judged(Step.Kind.RESTART, wanted, "restart"));
        }
        return outcomes;
    }

    /**
     * systemd opens no socket whose service is active, and refuses a restart of both in one go. So they are stopped together,
     * and no connection can start the service in between; it is restarted with the others afterwards.
     */
    private List<Outcome> reopen(List<UnitName> sockets, List<UnitName> restarted) {
        List<UnitName> stopped = new ArrayList<>(sockets);
        for (UnitName socket : sockets) {
            restarted.stream()
                    .filter(unit -> unit.text().equals(socket.stem() + ".service"))
                    .forEach(stopped::add);
        }
        systemctl(LONG, List.of("stop"), stopped);
        return judged(Step.Kind.RESTART, sockets, "start");
    }

    private List<Outcome> judged(Step.Kind kind, List<UnitName> units, String verb) {
        Programs.Result result = systemctl(LONG, List.of(verb), units);
        Map<UnitName, State> states = states(units);
        return units.stream()
                .map(unit -> judge(Step.of(kind, unit), result, Optional.ofNullable(states.get(unit)), units.size()))
                .toList();
    }

    private static Outcome judge(Step step, Programs.Result result, Optional<State> state, int units) {
        String name = step.unit().map(UnitName::text).orElse("");
        List<String> said =
                result.err().lines().filter(line -> names(line, name)).toList();
        boolean blamed = !result.isSuccess() && (units == 1 || !said.isEmpty() || state.isEmpty());
        if (state.filter(State::hasFailed).isPresent() || blamed) {
            String reason = said.isEmpty() ? reason(result) : said.getFirst();
            String text = Stream.of(
                            result.isSuccess() ? "" : reason,
                            state.map(State::text).orElse(""))
                    .filter(part -> !part.isEmpty())
                    .reduce((a, b) -> a + "; " + b)
                    .orElse("");
            return Outcome.failed(step, text + "; see journalctl -u " + name);
        }
        return Outcome.done(step);
    }

    /** Whether a line of systemctl is about the unit, and not about one whose name ends the same. */
    private static boolean names(String line, String unit) {
        String padded = " " + line + " ";
        return padded.contains(" " + unit + " ") || padded.contains(" " + unit + ":");
    }

    private Outcome reloadUpkeepd() {
        Step step = Step.of(Step.Kind.RELOAD_UPKEEPD);
        if (!programs.run(SHORT, List.of("systemctl", "is-active", "--quiet", UPKEEPD))
                .isSuccess()) {
            return Outcome.skipped(step, "it is not running, and reads the specs when it starts");
        }
        return once(Step.Kind.RELOAD_UPKEEPD, "systemctl", "reload", UPKEEPD);
    }

    private Map<UnitName, State> states(List<UnitName> units) {
        List<String> properties = List.of("ActiveState", "SubState", "Result", "ExecMainStatus");
        Map<UnitName, State> states = new HashMap<>();
        UnitProperties.show(programs, properties, units)
                .forEach((unit, shown) -> states.put(
                        unit,
                        new State(
                                shown.getOrDefault("ActiveState", ""),
                                shown.getOrDefault("SubState", ""),
                                shown.getOrDefault("Result", ""),
                                shown.getOrDefault("ExecMainStatus", ""))));
        return states;
    }

    private Programs.Result systemctl(Duration deadline, List<String> verb, List<UnitName> units) {
        List<String> command = new ArrayList<>(List.of("systemctl", "--no-ask-password"));
        command.addAll(verb);
        command.add("--");
        units.forEach(unit -> command.add(unit.text()));
        return programs.run(deadline, command);
    }

    /** The first line the program wrote to standard error, or its exit code. */
    static String reason(Programs.Result result) {
        return result.err()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("exit code " + result.exitCode());
    }
}
