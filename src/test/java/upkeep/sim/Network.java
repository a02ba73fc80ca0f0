package upkeep.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import upkeep.base.UnitName;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.spec.CheckId;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** What probes find: the truth as far as the network tells it, which now and then lies, or does not let them look. */
final class Network {

    private static final Observation PASSED = new Observation.Passed(Depth.OPEN, "accepted", Map.of());
    private static final Observation FAILED =
            new Observation.Failed(FailureKind.TIMEOUT, Depth.OPEN, "sent nothing for 2 s", Map.of());
    private static final Observation UNKNOWN = new Observation.Unknown("no file descriptor left");

    private final Chance chance;
    private final Faults faults;
    private final Plan plan;
    private final Systemd systemd;
    private final Map<CheckId, UnitName> owners = new HashMap<>();
    private boolean calm;

    /** Nothing gets through to anybody. */
    private boolean gone;
    /** What the checks of their own look at is down. */
    private boolean othersGone;

    Network(Chance chance, Faults faults, Plan plan, Systemd systemd) {
        this.chance = chance;
        this.faults = faults;
        this.plan = plan;
        this.systemd = systemd;
        for (Service service : plan.services().values()) {
            service.probes().all().forEach(check -> owners.put(check.id(), service.unit()));
        }
    }

    void gone(boolean value) {
        gone = value;
    }

    void othersGone(boolean value) {
        othersGone = value;
    }

    /** From now on it tells the truth. */
    void calm() {
        calm = true;
        gone = false;
        othersGone = false;
    }

    Observation look(CheckId check) {
        if (!calm && chance.of(faults.unknown())) {
            return UNKNOWN;
        }
        boolean lies = !calm && chance.of(faults.lies());
        return answers(check) != lies ? PASSED : FAILED;
    }

    private boolean answers(CheckId check) {
        if (plan.checks().containsKey(check.text())) {
            return !othersGone && !gone;
        }
        SimulatedUnit unit = systemd.unit(Objects.requireNonNull(owners.get(check)));
        boolean readiness = check.text().endsWith("/" + Role.READINESS.word());
        return !gone && unit.isUp() && !unit.hung && !(readiness && unit.unready);
    }
}
