package upkeep.control;

import java.util.List;

/**
 * Everything upkeepd supervises, at one moment.
 *
 * @param apps in the order of their names
 * @param services in the order of their names
 * @param checks those that belong to no service
 * @param lateness how late probes begin
 * @param warnings what makes the rest doubtful or holds for the whole machine, such as a lost bus
 */
public record StatusView(
        List<AppView> apps,
        List<ServiceView> services,
        List<CheckView> checks,
        LatenessView lateness,
        List<String> warnings) {
    public StatusView {
        apps = List.copyOf(apps);
        services = List.copyOf(services);
        checks = List.copyOf(checks);
        warnings = List.copyOf(warnings);
    }

    /** The same with more known of the services. */
    public StatusView with(List<ServiceView> others) {
        return new StatusView(apps, others, checks, lateness, warnings);
    }
}
