package upkeep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The verbs, in the order in which help lists them. A verb's class is loaded only when it is called or listed. */
final class Verbs {

    private Verbs() {}

    static Map<String, Function<Shell, Callable<Integer>>> all() {
        Map<String, Function<Shell, Callable<Integer>>> verbs = new LinkedHashMap<>();
        verbs.put("validate", ValidateVerb::new);
        verbs.put("render", RenderVerb::new);
        verbs.put("plan", PlanVerb::new);
        verbs.put("apply", ApplyVerb::new);
        verbs.put("remove", RemoveVerb::new);
        verbs.put("explain", ExplainVerb::new);
        verbs.put("status", shell -> new StatusVerb(online(shell)));
        verbs.put("why", shell -> new WhyVerb(online(shell)));
        verbs.put("events", shell -> new EventsVerb(online(shell)));
        verbs.put("check", shell -> new CheckVerb(online(shell)));
        verbs.put("hold", shell -> new HoldVerb(online(shell)));
        verbs.put("release", shell -> new ReleaseVerb(online(shell)));
        return verbs;
    }

    private static Online online(Shell shell) {
        return Online.system(shell.out(), shell.err());
    }
}
