package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/**
 * Reads the file of a preset, but for the service and the checks in it: these are read where they are used, together
 * with what the specs say of them.
 */
final class PresetReader {

    /** What ends up in names of units and files has to fit there. */
    static final Kind<String> VALUE = Kind.text(
            text -> text.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
                    ? Optional.empty()
                    : Optional.of("it does not fit into the name of a unit or file"),
            "write letters, digits, _, . and -, at most 64");

    /** Names that stand for something else where the preset is used. */
    private static final List<String> TAKEN = List.of("name", "service", "port", "instance");

    private final Source source;
    private final Report report;

    private PresetReader(Source source, Report report) {
        this.source = source;
        this.report = report;
    }

    /** The preset, or nothing if something is wrong with its file, which is reported. */
    static Optional<Preset> read(Source source, Report report) {
        Report own = new Report();
        Optional<Preset> preset =
                YamlReader.read(source, "a key such as service:", own).map(new PresetReader(source, own)::preset);
        own.problems().forEach(report::add);
        return preset.filter(_ -> own.problems().stream().noneMatch(Problem::isError));
    }

    private Preset preset(Node.Mapping file) {
        SourcePos begin = new SourcePos(source.name(), 1, 1);
        Fields fields = Fields.of(new Node.Entry("preset", begin, file), Words.PRESET, report, new ArrayList<>());
        if (fields.lacks("service")) {
            report.error(begin, "cannot use the preset: it says nothing of a service", "add service:");
        }
        Node.Mapping service = mapping(fields, "service");
        Optional.ofNullable(service.entries().get("preset"))
                .ifPresent(entry -> report.error(
                        entry.keyPosition(),
                        "cannot use preset in a preset: each says everything itself",
                        "write out what the other says"));
        return new Preset(fields.read("description", Kinds.LINE), parameters(fields), service, checks(fields));
    }

    private SortedMap<String, Preset.Parameter> parameters(Fields fields) {
        SortedMap<String, Preset.Parameter> parameters = new TreeMap<>();
        for (Node.Entry entry : fields.names("parameters").all()) {
            boolean fits = !TAKEN.contains(entry.key()) && Kinds.isName(entry.key());
            if (!fits) {
                report.error(
                        entry.keyPosition(),
                        "cannot name a parameter " + Quoted.text(entry.key())
                                + (TAKEN.contains(entry.key())
                                        ? ": that is the name of something else"
                                        : ": a name has a-z, 0-9 and -, begins with a letter and is at most 64 long"));
            }
            Fields parameter = Fields.of(entry, Words.PARAMETER, report, new ArrayList<>());
            Preset.Parameter read =
                    new Preset.Parameter(parameter.read("description", Kinds.LINE), parameter.read("default", VALUE));
            if (fits) {
                parameters.put(entry.key(), read);
            }
        }
        return parameters;
    }

    private Node.Mapping checks(Fields fields) {
        Node.Mapping checks = mapping(fields, "checks");
        checks.entries().values().forEach(entry -> Names.checkForm("check", entry, report));
        return checks;
    }

    private Node.Mapping mapping(Fields fields, String key) {
        fields.names(key);
        return fields.entry(key)
                .map(Node.Entry::value)
                .filter(Node.Mapping.class::isInstance)
                .map(Node.Mapping.class::cast)
                .orElseGet(() -> new Node.Mapping(fields.at(key), Map.of()));
    }
}
