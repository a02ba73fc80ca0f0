package upkeep.control;

import java.util.List;

/**
 * Everything upkeepd supervises, at one moment.
 *
 * @param services in the order of their names
 * @param checks those that belong to no service
 * @param lateness how late probes begin
 * @param warnings what makes the rest doubtful or holds for the whole machine, such as a lost bus
 */
public record StatusView(
        List<ServiceView> services, List<CheckView> checks, LatenessView lateness, List<String> warnings) {
    public StatusView {
        services = List.copyOf(services);
        checks = List.copyOf(checks);
        warnings = List.copyOf(warnings);
    }
}
