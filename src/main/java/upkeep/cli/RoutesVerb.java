package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.alert.Facts;
import upkeep.alert.Routing;
import upkeep.base.Nearest;
import upkeep.base.Severity;
import upkeep.base.TimeSpan;
import upkeep.install.SpecDirectory;
import upkeep.spec.AlertRoute;
import upkeep.spec.Alerting;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Urgency;

/** {@code upkeep routes test}: who would be told of something, by the specs as they are. */
@Command(
        name = "routes",
        description =
                "routes test shows who would be told if something were wrong with NAME, and when. Exit code 1: nobody.")
final class RoutesVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Parameters(index = "0", paramLabel = "test", description = "What to do: test.")
    private String what = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "A service or check; host for the machine.")
    private String name = "";

    @Option(
            names = "--severity",
            paramLabel = "WORD",
            description = "critical, error, warning, notice or information; error unless given.")
    private String severity = Severity.ERROR.word();

    @Option(
            names = "--urgency",
            paramLabel = "WORD",
            description = "page, notice or digest; what the spec says unless given.")
    private Optional<String> urgency = Optional.empty();

    RoutesVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!what.equals("test")) {
            throw Failure.usage("cannot do " + what + " with routes", "upkeep routes test NAME");
        }
        Severity loud = Severity.of(severity)
                .orElseThrow(() -> Failure.usage(
                        "cannot read --severity " + severity, "it is critical, error, warning, notice or information"));
        Optional<Urgency> wanted = urgency.map(word -> Urgency.of(word)
                .orElseThrow(() -> Failure.usage("cannot read --urgency " + word, "it is page, notice or digest")));
        Plan plan = options.plan(shell, options.sources(shell, SpecDirectory.Trust.ANYBODY));
        String subject = name.equals("host") ? "" : name;
        if (!subject.isEmpty()
                && plan.named(subject).isEmpty()
                && !plan.checks().containsKey(subject)
                && !plan.apps().containsKey(subject)) {
            List<String> names = new ArrayList<>(plan.services().keySet());
            names.addAll(plan.checks().keySet());
            names.addAll(plan.apps().keySet());
            throw Failure.usage(
                    "cannot tell who is told of " + name + ": the specs describe no such service, check or app",
                    Nearest.to(name, names)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("host stands for the machine"));
        }
        return tell(plan, facts(plan, subject, loud, wanted));
    }

    private static Facts facts(Plan plan, String subject, Severity loud, Optional<Urgency> wanted) {
        String target = plan.named(subject).stream()
                .findFirst()
                .map(Service::relations)
                .flatMap(Service.Relations::target)
                .orElse("");
        Urgency urgency = wanted.orElse(plan.alerting().urgency(subject, loud));
        return new Facts(subject, target, loud, urgency, "", 0, new TreeSet<>(), false);
    }

    private int tell(Plan plan, Facts facts) {
        Alerting alerting = plan.alerting();
        SortedMap<String, Routing.Stop> receivers = Routing.receivers(alerting, facts);
        String of = (facts.subject().isEmpty() ? "the machine" : facts.subject()) + " ("
                + facts.severity().word() + ", " + facts.urgency().word() + ")";
        if (receivers.isEmpty()) {
            shell.say("nobody is told of " + of);
            return ExitCode.FAILED;
        }
        receivers.forEach((receiver, stop) -> shell.say(receiver + " ("
                + Optional.ofNullable(alerting.receivers().get(receiver))
                        .map(it -> it.channel().word())
                        .orElse("")
                + ") is told of " + of + ": " + when(facts, stop.route(), alerting) + ", by "
                + (stop.place().isEmpty() ? "alerts" : "route " + stop.place())
                + " at " + stop.route().position()));
        return ExitCode.CLEAN;
    }

    private static String when(Facts facts, AlertRoute route, Alerting alerting) {
        if (facts.urgency() == Urgency.DIGEST) {
            return "in the digest, "
                    + alerting.digest()
                            .map(calendar -> calendar.expressions().stream().collect(Collectors.joining(", ")))
                            .orElse("which is never sent");
        }
        TimeSpan delay = route.timing().delay();
        TimeSpan repeat = route.timing().repeat();
        return (delay.equals(TimeSpan.ZERO) ? "at once" : "after " + delay) + ", again "
                + (repeat.isInfinite() ? "never" : "every " + repeat);
    }
}
