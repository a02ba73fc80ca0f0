package upkeep.render;

import java.util.List;

/** The unit that tells reverse proxies which instances of a service are ready. It runs as root: upkeepd may not write that. */
final class RolloutDirectives {

    private static final String UNIT = "Unit";
    private static final String SERVICE = "Service";

    private RolloutDirectives() {}

    static void proxy(String set, AskedList asked) {
        asked.line(UNIT, "Description", "proxy", "Tells reverse proxies which instances of " + set + " are ready");
        asked.add(UNIT, "StartLimitIntervalSec", "0");
        asked.add(SERVICE, "Type", "oneshot");
        asked.command(SERVICE, "ExecStart", "proxy", List.of("/usr/bin/upkeep", "proxy", set));
        // It waits for the end of an apply or roll that is under way.
        asked.add(SERVICE, "TimeoutStartSec", "3h 5min");
        asked.add(SERVICE, "NoNewPrivileges", "yes");
        asked.add(SERVICE, "ProtectHome", "read-only");
    }
}
