package upkeep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.UnitName;
import upkeep.convert.Adoption;
import upkeep.harden.HardeningText;
import upkeep.harden.SpecEdit;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Hardening;
import upkeep.spec.Plan;
import upkeep.spec.PresetDescription;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.UnitFile;

/**
 * The service that is to be hardened, as the specs describe it, or as a spec would that adopts its unit.
 *
 * @param sources the specs and presets, that one included
 * @param written the spec that describes it
 * @param isNew whether nobody has written that spec yet
 */
record HardenSubject(
        Plan plan, Service service, List<Source> sources, Source written, boolean isNew, int systemdVersion) {

    /** Finds it by the name of the service or of the unit. */
    static HardenSubject find(
            String name,
            Shell shell,
            SpecsOption specs,
            PresetsOption presetsOption,
            UnitSurvey survey,
            int systemdVersion) {
        SpecDirectory.Trust trust = SpecDirectory.Trust.OWNER_ONLY;
        List<Source> sources = presetsOption.with(
                shell,
                Layout.SYSTEM,
                trust,
                SpecOptions.accept(shell, SpecDirectory.read(specs.directory(Layout.SYSTEM), specs.origin(), trust)));
        Plan plan = SpecOptions.accept(shell, Specs.load(sources));
        Optional<Service> described = plan.services().values().stream()
                .filter(service -> service.name().equals(name)
                        || service.unit().text().equals(name)
                        || service.unit().text().equals(name + ".service"))
                .findFirst();
        if (described.isPresent()) {
            return of(plan, described.get(), sources, false, systemdVersion);
        }
        SortedMap<String, PresetDescription> presets = SpecOptions.accept(shell, Specs.presets(sources));
        Set<String> taken = new TreeSet<>(plan.services().keySet());
        taken.addAll(plan.checks().keySet());
        Adoption adoption = Adoption.of(survey.look(name), presets, taken);
        if (adoption.block() != Adoption.Block.SERVICES) {
            throw Failure.usage(
                    "cannot harden " + adoption.unit() + ": it is no service",
                    "sockets, timers and mounts run nothing");
        }
        List<Source> together = new ArrayList<>(sources);
        together.add(
                new Source(specs.origin() + "/conf.d/" + adoption.name() + ".yaml", Adoption.text(List.of(adoption))));
        Plan adopted = SpecOptions.accept(shell, Specs.load(together));
        Service service = adopted.serviceOf(adoption.unit()).orElseThrow();
        return of(adopted, service, together, true, systemdVersion);
    }

    private static HardenSubject of(
            Plan plan, Service service, List<Source> sources, boolean isNew, int systemdVersion) {
        Source written = sources.stream()
                .filter(source -> source.name().equals(service.position().file()))
                .findFirst()
                .orElseThrow(() -> Failure.failed(
                        "cannot find the spec of " + service.name(),
                        "it is said to be " + service.position().file()));
        return new HardenSubject(plan, service, sources, written, isNew, systemdVersion);
    }

    /** What is written of its hardening; nothing is taken where nothing is. */
    Hardening present() {
        return service.hardening()
                .orElse(new Hardening(
                        Hardening.Level.NONE,
                        Hardening.RuntimeKind.NATIVE,
                        Hardening.Network.ANY,
                        List.of(),
                        Set.of(),
                        Optional.empty()));
    }

    /** The plan of this service alone, with that hardening. */
    Plan with(Optional<Hardening> hardening) {
        SortedMap<String, Service> alone = new TreeMap<>();
        alone.put(service.name(), service.withHardening(hardening));
        return new Plan(alone, plan.targets(), new TreeMap<>(), plan.settings());
    }

    /** The files that the service with that hardening becomes. */
    UnitTree tree(Optional<Hardening> hardening) {
        Checked<UnitTree> tree = new Renderer().render(with(hardening), systemdVersion);
        return tree.value().orElseThrow(() -> Failure.invalid(tree.problems()));
    }

    /** The files of the unit with that hardening, in the order in which systemd reads them. */
    List<UnitFile> texts(Layout layout, Optional<Hardening> hardening) {
        String path = Renderer.path(service);
        Optional<String> wanted =
                Optional.ofNullable(tree(hardening).files().get(path)).map(UnitTree.File::content);
        UnitSources found = UnitSources.find(layout, service.unit(), Map.of(path, wanted));
        List<UnitFile> texts = new ArrayList<>();
        texts.add(ScratchTrial.parse(found.unit()
                .orElseThrow(() -> Failure.failed(
                        "cannot harden " + unit() + ": there is no file of it",
                        "upkeep apply writes that of a service of the specs"))));
        found.dropIns().values().forEach(text -> texts.add(ScratchTrial.parse(text)));
        return texts;
    }

    UnitName unit() {
        return service.unit();
    }

    Path file() {
        return Path.of(written.name());
    }

    /** The text of the spec with that hardening; nothing where it cannot be put in by a program. */
    Optional<String> edited(Hardening hardening) {
        Optional<String> text = SpecEdit.withHardening(written.text(), service.position(), HardeningText.of(hardening));
        return text.filter(edited -> says(edited, hardening));
    }

    private boolean says(String edited, Hardening hardening) {
        List<Source> all = sources.stream()
                .map(source -> source.equals(written) ? new Source(written.name(), edited) : source)
                .toList();
        Checked<Plan> checked = Specs.load(all);
        return checked.problems().stream().noneMatch(Problem::isError)
                && checked.value()
                        .filter(read ->
                                read.services().keySet().equals(plan.services().keySet()))
                        .map(read -> read.services().get(service.name()))
                        .flatMap(Service::hardening)
                        .filter(hardening::equals)
                        .isPresent();
    }
}
