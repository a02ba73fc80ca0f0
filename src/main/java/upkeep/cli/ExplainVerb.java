package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Nearest;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.install.SpecDirectory;
import upkeep.render.Sandbox;
import upkeep.spec.Check;
import upkeep.spec.KeyDescription;
import upkeep.spec.OwnUnit;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.SpecLanguage;

/**
 * {@code upkeep explain}: which settings hold for a service, where each comes from, and what they promise; or what a key of
 * the spec language is for.
 */
@Command(
        name = "explain",
        description = {
            "Show every setting in force for a service, where it comes from, and how soon a fault is seen.",
            "Or say what a key is for, how it is written and what holds without it."
        })
final class ExplainVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A service, by name or unit; a timer, socket or the like; or, where the specs describe none of that name, a key, such as"
                            + " services.restart.budget or its end: budget.")
    private String name = "";

    ExplainVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<KeyDescription> keys = SpecLanguage.find(name);
        Optional<Plan> plan = plan(keys);
        Optional<Service> service = plan.flatMap(this::find);
        Optional<OwnUnit> unit = service.isPresent() ? Optional.empty() : plan.flatMap(this::findUnit);
        if (service.isEmpty() && unit.isEmpty() && keys.isEmpty()) {
            throw unknown(plan.orElse(Plan.EMPTY));
        }
        Optional<Sandbox> sandbox = service.flatMap(this::sandbox);
        if (json) {
            Json.print(shell, document -> {
                if (service.isPresent()) {
                    write(document, service.get(), sandbox);
                } else if (unit.isPresent()) {
                    write(document, unit.get());
                } else {
                    KeyText.write(document, keys);
                }
            });
        } else if (service.isPresent()) {
            print(service.get(), sandbox);
        } else if (unit.isPresent()) {
            shell.say(unit.get().name() + " is " + unit.get().unit() + ", described at "
                    + unit.get().position());
            shell.say("");
            printSettings(unit.get().settings());
        } else {
            KeyText.print(shell, name, keys);
        }
        return ExitCode.CLEAN;
    }

    /** The plan; nothing where the specs cannot be read and the name is one of a key, which needs none. */
    private Optional<Plan> plan(List<KeyDescription> keys) {
        try {
            return Optional.of(options.plan(shell, options.sources(shell, SpecDirectory.Trust.ANYBODY)));
        } catch (Failure unreadable) {
            if (keys.stream().noneMatch(KeyDescription::isRead)) {
                throw unreadable;
            }
            Upkeep.print(
                    shell,
                    Problem.warning(
                            SourcePos.NONE,
                            "the specs cannot be read, so " + name + " is taken for a key; upkeep validate says why"));
            return Optional.empty();
        }
    }

    /** What its hardening becomes; where nothing is written of that, no systemd need be known. */
    private Optional<Sandbox> sandbox(Service service) {
        return service.hardening().map(_ -> options.sandbox(shell, service));
    }

    private Optional<Service> find(Plan plan) {
        return plan.named(name).stream()
                .findFirst()
                .or(() -> plan.everyService()
                        .filter(service -> service.name().equals(name)
                                || service.unit().text().equals(name))
                        .findFirst());
    }

    /** A timer, path or the like; by its unit, or by its name where there is but one of that. */
    private Optional<OwnUnit> findUnit(Plan plan) {
        List<OwnUnit> found = plan.everyUnit()
                .filter(unit -> unit.name().equals(name) || unit.unit().text().equals(name))
                .toList();
        return found.stream()
                .filter(unit -> found.size() == 1 || unit.unit().text().equals(name))
                .findFirst();
    }

    private Failure unknown(Plan plan) {
        Set<String> services = new TreeSet<>();
        plan.everyService().map(Service::name).forEach(services::add);
        Set<String> known = new TreeSet<>(services);
        plan.everyUnit()
                .forEach(unit -> known.addAll(List.of(unit.name(), unit.unit().text())));
        known.addAll(SpecLanguage.names());
        return Failure.failed(
                "cannot explain " + name + ": the specs describe nothing of that name, and no key is called so",
                Nearest.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(
                                services.isEmpty()
                                        ? "upkeep.yaml(5) has the keys"
                                        : "they describe: " + String.join(", ", services)));
    }

    private void print(Service service, Optional<Sandbox> sandbox) {
        shell.say(service.name() + " is " + service.unit() + (service.isAdopted() ? ", adopted" : "")
                + ", described at " + service.position());
        shell.say("");
        printSettings(service.settings());
        shell.say("");
        service.probes()
                .all()
                .forEach(check -> shell.say(Recovery.of(service, check).text()));
        if (service.probes().all().findAny().isEmpty()) {
            shell.say("It has no probes: only the end of its process is noticed, by systemd.");
        }
        sandbox.ifPresent(it -> {
            shell.say("");
            SandboxText.lines(it).forEach(shell::say);
        });
    }

    private void printSettings(List<Service.Setting> settings) {
        int keys = width(settings, true);
        int values = Math.min(width(settings, false), 60);
        for (Service.Setting setting : settings) {
            String line = pad(setting.key(), keys) + "  " + pad(setting.value(), values) + "  " + origin(setting);
            shell.say(line);
        }
    }

    private static int width(List<Service.Setting> settings, boolean keys) {
        return settings.stream()
                .mapToInt(setting -> (keys ? setting.key() : setting.value()).length())
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String origin(Service.Setting setting) {
        return setting.origin().equals(SourcePos.NONE)
                ? "default"
                : setting.origin().file() + ":" + setting.origin().line();
    }

    private static void write(JsonGenerator json, OwnUnit unit) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", unit.name());
        json.writeStringField("unit", unit.unit().text());
        json.writeStringField("position", unit.position().toString());
        writeSettings(json, unit.settings());
        json.writeEndObject();
    }

    private static void writeSettings(JsonGenerator json, List<Service.Setting> settings) throws IOException {
        json.writeArrayFieldStart("settings");
        for (Service.Setting setting : settings) {
            json.writeStartObject();
            json.writeStringField("key", setting.key());
            json.writeStringField("value", setting.value());
            json.writeStringField("origin", origin(setting));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Service service, Optional<Sandbox> sandbox) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", service.name());
        json.writeStringField("unit", service.unit().text());
        json.writeBooleanField("adopted", service.isAdopted());
        json.writeStringField("position", service.position().toString());
        writeSettings(json, service.settings());
        json.writeArrayFieldStart("probes");
        for (Check check : service.probes().all().toList()) {
            Recovery recovery = Recovery.of(service, check);
            json.writeStartObject();
            json.writeStringField("check", check.id().text());
            json.writeStringField("target", check.target().text());
            json.writeNumberField("bound-microseconds", check.detectionBound().microseconds());
            json.writeStringField("bound", check.detectionBound().toString());
            json.writeStringField("text", recovery.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (sandbox.isPresent()) {
            SandboxText.write(json, sandbox.get());
        }
        json.writeEndObject();
    }
}
