package upkeep.render;

import java.util.List;
import upkeep.spec.Service;

/** Which directives the hardening of a service asks for. */
final class SandboxDirectives {

    private static final String SERVICE = "Service";

    private SandboxDirectives() {}

    static void collect(Service service, int systemdVersion, AskedList asked) {
        Sandbox sandbox = Sandbox.of(service, systemdVersion);
        for (int i = 0; i < sandbox.rulings().size(); i++) {
            if (sandbox.rulings().get(i).verdict() instanceof Sandbox.Verdict.InForce inForce) {
                Protection protection = Protections.TABLE.get(i);
                add(protection, protection.key(), inForce.values(), service, asked);
                protection.companions().forEach((key, value) -> add(protection, key, List.of(value), service, asked));
            }
        }
        if (!sandbox.ambient().isEmpty()) {
            asked.add(SERVICE, "AmbientCapabilities", String.join(" ", sandbox.ambient()));
        }
        if (!sandbox.writable().isEmpty()) {
            asked.words(SERVICE, "ReadWritePaths", "hardening.writable", sandbox.writable());
        }
    }

    private static void add(Protection protection, String key, List<String> values, Service service, AskedList asked) {
        if (service.isAdopted() && protection.collects() && !values.equals(List.of(""))) {
            // What the unit itself says would be added to these, and a shorter list is what is wanted.
            asked.add(SERVICE, key, "");
        }
        values.forEach(value -> asked.add(SERVICE, key, value));
    }
}
