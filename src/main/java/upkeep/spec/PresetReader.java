package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
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
        Fields fields =
                Fields.of(new Node.Entry("preset", begin, file), PresetFileKeys.FILE, report, new ArrayList<>());
        if (fields.lacks(PresetFileKeys.SERVICE)) {
            report.error(begin, "cannot use the preset: it says nothing of a service", "add service:");
        }
        Node.Mapping service = fields.unread(PresetFileKeys.SERVICE);
        Optional.ofNullable(service.entries().get(PresetKeys.PRESET.name()))
                .ifPresent(entry -> report.error(
                        entry.keyPosition(),
                        "cannot use preset in a preset: each says everything itself",
                        "write out what the other says"));
        return new Preset(fields.read(PresetFileKeys.DESCRIPTION), parameters(fields), service, checks(fields));
    }

    private SortedMap<String, Preset.Parameter> parameters(Fields fields) {
        SortedMap<String, Preset.Parameter> parameters = new TreeMap<>();
        for (Node.Entry entry : fields.map(PresetFileKeys.PARAMETERS).all()) {
            boolean fits = !TAKEN.contains(entry.key()) && Kinds.isName(entry.key());
            if (!fits) {
                report.error(
                        entry.keyPosition(),
                        "cannot name a parameter " + Quoted.text(entry.key())
                                + (TAKEN.contains(entry.key())
                                        ? ": that is the name of something else"
                                        : ": a name has a-z, 0-9 and -, begins with a letter and is at most 64 long"));
            }
            Fields parameter = Fields.of(entry, PresetFileKeys.PARAMETER, report, new ArrayList<>());
            Preset.Parameter read = new Preset.Parameter(
                    parameter.read(PresetFileKeys.PARAMETER_DESCRIPTION), parameter.read(PresetFileKeys.DEFAULT));
            if (fits) {
                parameters.put(entry.key(), read);
            }
        }
        return parameters;
    }

    private Node.Mapping checks(Fields fields) {
        Node.Mapping checks = fields.unread(PresetFileKeys.CHECKS);
        checks.entries().values().forEach(entry -> Names.checkForm("check", entry, report));
        return checks;
    }
}
