package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import upkeep.base.Humane;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.spec.Service;

/** Tells once after a boot what became of the services that ran before it. */
final class BootReport {

    /** A boot has come to its end by then. */
    static final Duration WAIT = Duration.ofMinutes(2);

    private BootReport() {}

    static void tellIfDue(Step step) {
        Optional<HostState.Boot> boot = step.host.boot();
        if (boot.isEmpty()
                || !step.host.listed()
                || !step.now.reached(boot.get().due())) {
            return;
        }
        step.host = step.host.boot(Optional.empty());
        List<String> missing = new ArrayList<>();
        int up = 0;
        for (String name : new TreeSet<>(boot.get().wanted())) {
            Service service = step.plan.services().get(name);
            if (service == null) {
                continue;
            }
            ServiceState state = step.service(service);
            boolean waits = service.isTriggered() && state.phase() == Phase.DOWN;
            if (state.phase() == Phase.UP || isDone(state) || waits) {
                up++;
            } else {
                missing.add(name + " (" + state.phase().word() + ")");
            }
        }
        int all = up + missing.size();
        String text = "after the boot, " + up + " of " + Humane.count(all, "service") + " that ran before "
                + (up == 1 ? "is" : "are") + " up"
                + (missing.isEmpty() ? "" : "; not up: " + String.join(", ", missing));
        Severity severity = missing.isEmpty() ? Severity.INFORMATION : Severity.WARNING;
        Map<String, String> fields = new HashMap<>(Alert.fields(Alert.State.REPORT, severity));
        fields.put("report", "boot");
        long number = step.record(Kind.DAEMON, "", text, List.of(), Optional.empty(), fields);
        step.alert(new Alert(Alert.State.REPORT, "", severity, "", text, text, number));
    }

    private static boolean isDone(ServiceState state) {
        return state.status()
                .filter(it -> it.oneshot() && it.result().equals("success"))
                .isPresent();
    }
}
