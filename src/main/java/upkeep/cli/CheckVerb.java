package upkeep.cli;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.control.CheckForm;
import upkeep.spec.Check;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * {@code upkeep check}: runs probes once. Those of specs are run by upkeepd, so with the rights and from the place that
 * count; a check of the caller's own by this process, since upkeepd runs nothing that was not applied.
 */
@Command(
        name = "check",
        description = "Run the probes of a service, or one check, now; exit 1 if one fails or a rule of it holds.")
final class CheckVerb implements Callable<Integer> {

    private final Online online;
    private final InputStream in;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The service or check.")
    private @Nullable String name;

    @Option(
            names = "--now",
            paramLabel = "CHECK",
            description = "Try a check that no spec has, written as in one: 'tcp: 80'; - for standard input."
                    + " It is run by this command, not by upkeepd.")
    private @Nullable String now;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long the check of --now may take; 5s.")
    private @Nullable String timeout;

    @Option(names = "--debug", description = "Show every step of every probe.")
    private boolean debug;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = Upkeep.NAGIOS, description = "Print and exit as a monitoring plug-in does.")
    private boolean nagios;

    CheckVerb(Online online, InputStream in) {
        this.online = online;
        this.in = in;
    }

    @Override
    public Integer call() {
        CheckForm form = form();
        if (now != null && name == null) {
            return online.show(form.answer(List.of(TriedCheck.report(read(now), form.hasSteps()))));
        }
        if (name == null || now != null) {
            throw Failure.usage(
                    "cannot check " + (now == null ? "anything: it is not said what" : "two things at once"),
                    "write a NAME, or --now and a check");
        }
        if (timeout != null) {
            throw Failure.usage(
                    "cannot use --timeout for " + name + ": its spec says how long it may take", "leave it out");
        }
        return online.show(online.upkeepd().check(name, form));
    }

    private CheckForm form() {
        if (nagios && (debug || json)) {
            throw Failure.usage(
                    "cannot print for a monitoring system with " + (json ? "--json" : "--debug")
                            + ": it has a form of its own",
                    "leave one out");
        }
        if (nagios) {
            return CheckForm.NAGIOS;
        }
        return json ? (debug ? CheckForm.JSON_STEPS : CheckForm.JSON) : (debug ? CheckForm.STEPS : CheckForm.TEXT);
    }

    private Check read(String written) {
        Source source = written.equals("-") ? StandardInput.source(in) : new Source("--now", written);
        Optional<Source> span = Optional.ofNullable(timeout).map(text -> new Source("--timeout", text));
        Checked<Check> checked = Specs.check(source, span);
        if (checked.value().isEmpty()) {
            throw Failure.invalid(checked.problems());
        }
        checked.problems().stream().map(Problem::toString).forEach(online::remark);
        return checked.value().get();
    }
}
