package upkeep.core;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import upkeep.core.ServiceState.Measured;
import upkeep.spec.CheckId;
import upkeep.spec.Service;
import upkeep.target.NagiosTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.Target;

/** What a program of {@code exec:} is told: by our names, and by those of Monit's manual, "Program Execution Environment". */
final class ProgramEvent {

    /** As in RFC 822, which that names, with a year of four digits. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    private ProgramEvent() {}

    /**
     * @param entry the number of the decision
     * @param label the check that failed or the rule that holds, as people call it
     * @param subject the service or check that it is about
     * @param what was found
     */
    static Map<String, String> variables(
            Step step, long entry, String label, String subject, String what, Optional<Service> owner) {
        String service = owner.map(Service::name).orElse(subject);
        Map<String, String> variables = new TreeMap<>();
        variables.put("UPKEEP_SUBJECT", service);
        variables.put("UPKEEP_CHECK", label);
        variables.put("UPKEEP_TEXT", what);
        variables.put("UPKEEP_ENTRY", Long.toString(entry));
        variables.put("MONIT_SERVICE", service);
        variables.put("MONIT_EVENT", label);
        variables.put("MONIT_DESCRIPTION", what);
        variables.put("MONIT_DATE", step.now.wall().atOffset(ZoneOffset.UTC).format(DATE));
        owner.map(step::service).ifPresent(state -> process(variables, state));
        status(step, new CheckId(subject)).ifPresent(status -> variables.put("MONIT_PROGRAM_STATUS", whole(status)));
        return variables;
    }

    private static void process(Map<String, String> variables, ServiceState state) {
        state.status().ifPresent(status -> {
            variables.put("UPKEEP_UNIT", status.unit().text());
            variables.put("MONIT_PROCESS_PID", Long.toString(status.mainPid()));
        });
        state.measured().map(Measured::measures).ifPresent(measures -> {
            put(variables, "MONIT_PROCESS_MEMORY", measures.memory(), 1.0 / 1_024);
            put(variables, "MONIT_PROCESS_CHILDREN", measures.tasks(), 1);
        });
        state.measured()
                .map(Measured::cpu)
                .filter(OptionalDouble::isPresent)
                .ifPresent(cpu -> variables.put(
                        "MONIT_PROCESS_CPU_PERCENT", String.format(Locale.ROOT, "%.1f", cpu.getAsDouble())));
    }

    private static void put(Map<String, String> variables, String name, OptionalDouble value, double scale) {
        if (value.isPresent()) {
            variables.put(name, whole(scale * value.getAsDouble()));
        }
    }

    /** With which status a program ended that a check ran. */
    private static Optional<Double> status(Step step, CheckId check) {
        return step.index
                .check(check)
                .filter(it -> isProgram(it.target()))
                .flatMap(it -> step.check(check).last())
                .map(last -> last.measurements().get("status"));
    }

    private static boolean isProgram(Target target) {
        return target instanceof ProgramTarget || target instanceof NagiosTarget;
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }
}
