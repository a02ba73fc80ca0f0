package upkeep.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import upkeep.host.ProcFiles;
import upkeep.install.Layout;

/** The verbs, in the order in which help lists them. A verb's class is loaded only when it is called or listed. */
final class Verbs {

    private Verbs() {}

    // Lambdas, since a constructor reference would load the class when the map is made.
    static Map<String, Function<Shell, Callable<Integer>>> all() {
        Map<String, Function<Shell, Callable<Integer>>> verbs = new LinkedHashMap<>();
        verbs.put("validate", shell -> new ValidateVerb(shell));
        verbs.put("render", shell -> new RenderVerb(shell));
        verbs.put("plan", shell -> new PlanVerb(shell));
        verbs.put("apply", shell -> new ApplyVerb(shell));
        verbs.put("confirm", shell -> new ConfirmVerb(shell));
        verbs.put("generations", shell -> new GenerationsVerb(shell));
        verbs.put("rollback", shell -> new RollbackVerb(shell));
        verbs.put("roll", shell -> new RollVerb(shell));
        verbs.put("drift", shell -> new DriftVerb(shell));
        verbs.put("eject", shell -> new EjectVerb(shell));
        verbs.put("remove", shell -> new RemoveVerb(shell));
        verbs.put("explain", shell -> new ExplainVerb(shell));
        verbs.put("schema", shell -> new SchemaVerb(shell));
        verbs.put("presets", shell -> new PresetsVerb(shell));
        verbs.put("completion", shell -> new CompletionVerb(shell));
        verbs.put(
                "init",
                shell -> new InitVerb(
                        shell,
                        System.getenv().getOrDefault("PATH", ""),
                        Path.of("").toAbsolutePath()));
        verbs.put("adopt", shell -> new AdoptVerb(shell, new UnitSurvey(new Programs(), new ProcFiles())));
        verbs.put("harden", shell -> new HardenVerb(shell, new UnitSurvey(new Programs(), new ProcFiles())));
        verbs.put(
                "audit",
                shell -> new AuditVerb(shell, new AuditSurvey(new Programs(), new ProcFiles(), Layout.SYSTEM)));
        verbs.put("replay", shell -> new ReplayVerb(shell));
        verbs.put("status", shell -> new StatusVerb(online(shell)));
        verbs.put("top", shell -> new TopVerb(online(shell), Upkeep.isTerminal(), shell.colour()));
        verbs.put("why", shell -> new WhyVerb(online(shell)));
        verbs.put("events", shell -> new EventsVerb(online(shell)));
        verbs.put("availability", shell -> new AvailabilityVerb(online(shell)));
        verbs.put("check", shell -> new CheckVerb(online(shell), System.in));
        verbs.put("hold", shell -> new HoldVerb(online(shell)));
        verbs.put("release", shell -> new ReleaseVerb(online(shell)));
        verbs.put("hands-off", shell -> new HandsOffVerb(online(shell)));
        verbs.put("beat", _ -> new BeatVerb());
        verbs.put("accept", shell -> new AcceptVerb(online(shell)));
        verbs.put("alerts", shell -> new AlertsVerb(online(shell)));
        verbs.put("alert", shell -> new AlertVerb(online(shell)));
        verbs.put("silence", shell -> new SilenceVerb(online(shell)));
        verbs.put("acknowledge", shell -> new AcknowledgeVerb(online(shell)));
        verbs.put("routes", shell -> new RoutesVerb(shell));
        verbs.put("proxy", shell -> new ProxyVerb(shell, online(shell)));
        return verbs;
    }

    private static Online online(Shell shell) {
        return Online.system(shell.out(), shell.err());
    }
}
