package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.harden.Concession;
import upkeep.harden.HardeningText;
import upkeep.harden.Outcome;
import upkeep.harden.Search;
import upkeep.install.Layout;
import upkeep.install.UnifiedDiff;
import upkeep.render.Sandbox;
import upkeep.spec.Hardening;

/** Tells how the search goes, and what came of it, for people and as JSON. */
final class HardenReport {

    private final Shell shell;
    private final HardenSubject subject;
    private final boolean json;
    private final List<Tried> tried = new ArrayList<>();

    HardenReport(Shell shell, HardenSubject subject, boolean json) {
        this.shell = shell;
        this.subject = subject;
        this.json = json;
    }

    private record Tried(int number, Search.Try what, Outcome outcome, Duration time) {

        String text() {
            String how = switch (outcome) {
                case Outcome.Passed _ -> "works" + (what.whole() ? ", as a whole" : "");
                case Outcome.Failed failed -> "fails: " + failed.evidence();
            };
            return String.format(
                    Locale.ROOT,
                    "%3d  %5.1f s  %s: %s",
                    number,
                    time.toMillis() / 1000.0,
                    what.candidate().text(),
                    how);
        }
    }

    void tried(int number, Search.Try what, Outcome outcome, Duration time) {
        Tried now = new Tried(number, what, outcome, time);
        tried.add(now);
        if (!json) {
            shell.say(now.text());
            shell.out().flush();
        }
    }

    /** What is shown of what was found. */
    private record Finding(
            Search.Found found, Hardening hardening, Exposures exposures, Sandbox sandbox, Optional<String> edited) {}

    /** Shows the result, and writes it if that is asked for; the exit code. */
    int finish(Search.Result result, boolean write) {
        return switch (result) {
            case Search.Found found -> found(found, write);
            case Search.Unfit unfit -> {
                end(Optional.empty());
                throw Failure.failed(
                        "cannot try " + subject.unit() + ": a copy does not work even without hardening: "
                                + unfit.outcome().evidence(),
                        "a copy has a network of its own and no other local sockets: what it talks to is not there;"
                                + " journalctl -u 'upkeep-harden-*' has what it wrote");
            }
            case Search.Nothing nothing -> {
                end(Optional.empty());
                throw Failure.failed(
                        "cannot harden " + subject.unit() + ": it works under no level: " + nothing.why(),
                        "--tries and --within allow for more");
            }
        };
    }

    private int found(Search.Found found, boolean write) {
        Hardening hardening = HardenVerb.hardening(subject, found.candidate()).orElseThrow();
        Optional<Hardening> wanted = Optional.of(hardening);
        Exposures exposures = Exposures.of(
                subject.with(wanted),
                subject.tree(wanted),
                Layout.SYSTEM,
                subject.systemdVersion(),
                shell.host().programs());
        Sandbox sandbox = Sandbox.of(subject.service().withHardening(wanted), subject.systemdVersion());
        Finding finding = new Finding(found, hardening, exposures, sandbox, subject.edited(hardening));
        end(Optional.of(finding));
        if (write) {
            write(finding);
        }
        return found.complete() ? ExitCode.CLEAN : ExitCode.PARTLY;
    }

    private void write(Finding finding) {
        String text = finding.edited()
                .orElseThrow(() -> Failure.failed(
                        "cannot write to " + subject.file() + ": its layout is one that only people can edit",
                        "put hardening: " + HardeningText.of(finding.hardening()) + " below "
                                + subject.service().name()));
        if (subject.isNew()) {
            SpecFile.create(subject.file(), text);
        } else {
            SpecFile.replace(subject.file(), text);
        }
        if (!json) {
            shell.say("wrote " + subject.file() + "; upkeep plan shows what it changes");
        }
    }

    private void end(Optional<Finding> finding) {
        if (json) {
            Json.print(shell, document -> write(document, finding));
        } else {
            finding.ifPresent(this::print);
        }
    }

    private void print(Finding finding) {
        Search.Found found = finding.found();
        shell.say("");
        finding.exposures().changes().forEach(change -> shell.say(change.text()));
        shell.say("hardening: " + HardeningText.of(finding.hardening()));
        if (!found.complete()) {
            shell.say("The search was cut short: less may do.");
        }
        found.givenUp()
                .forEach((level, why) ->
                        shell.say("level " + level.name().toLowerCase(Locale.ROOT) + " was given up: " + why));
        found.because().forEach((concession, why) -> shell.say("without " + concession.text() + ": " + why));
        List<String> spared = spared(finding);
        if (!spared.isEmpty()) {
            shell.say("not in force:");
            spared.forEach(line -> shell.say("  " + line));
        }
        shell.say("");
        shell.out().print(diff(finding));
    }

    private static List<String> spared(Finding finding) {
        return finding.sandbox().rulings().stream()
                .flatMap(ruling -> ruling.verdict().reason().stream()
                        .map(why -> ruling.directive() + "=, it can " + ruling.denies() + ": " + why))
                .toList();
    }

    private String diff(Finding finding) {
        return finding.edited()
                .map(text -> UnifiedDiff.of(
                        subject.isNew() ? "/dev/null" : subject.written().name(),
                        subject.isNew() ? "" : subject.written().text(),
                        subject.written().name(),
                        text))
                .orElse("services:\n  " + subject.service().name() + ":\n    hardening: "
                        + HardeningText.of(finding.hardening()) + "\n");
    }

    private void write(JsonGenerator document, Optional<Finding> finding) throws IOException {
        document.writeStartObject();
        document.writeStringField("unit", subject.unit().text());
        document.writeStringField("service", subject.service().name());
        document.writeArrayFieldStart("tries");
        for (Tried each : tried) {
            document.writeStartObject();
            document.writeStringField("hardening", each.what().candidate().text());
            JsonTexts.write(document, "writable", each.what().candidate().writable());
            document.writeNumberField("milliseconds", each.time().toMillis());
            document.writeBooleanField("passed", each.outcome() instanceof Outcome.Passed);
            if (each.outcome() instanceof Outcome.Failed failed) {
                document.writeStringField("why", failed.why());
                JsonTexts.write(document, "lines", failed.lines());
            }
            document.writeEndObject();
        }
        document.writeEndArray();
        if (finding.isPresent()) {
            write(document, finding.get());
        }
        document.writeEndObject();
    }

    private void write(JsonGenerator document, Finding finding) throws IOException {
        document.writeStringField("hardening", HardeningText.of(finding.hardening()));
        document.writeBooleanField("complete", finding.found().complete());
        finding.exposures().write(document);
        document.writeArrayFieldStart("needed");
        for (Map.Entry<Concession, String> each : finding.found().because().entrySet()) {
            document.writeStartObject();
            document.writeStringField("word", each.getKey().text());
            document.writeStringField("without", each.getValue());
            document.writeEndObject();
        }
        document.writeEndArray();
        JsonTexts.write(document, "not-in-force", spared(finding));
        document.writeStringField("spec", finding.edited().orElse(""));
        document.writeStringField("diff", diff(finding).lines().collect(Collectors.joining("\n")));
    }
}
