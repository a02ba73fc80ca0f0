package upkeep.spec;

import java.util.List;
import upkeep.spec.Execution.Directories;
import upkeep.spec.Execution.EnvironmentFile;

/** Reads the files and directories that systemd opens or makes for a service. */
final class PathsReader {

    private final Fields fields;

    PathsReader(Fields fields) {
        this.fields = fields;
    }

    List<EnvironmentFile> environmentFiles() {
        return fields.list(ExecutionKeys.ENVIRONMENT_FILE).stream()
                .map(Located::value)
                .toList();
    }

    Directories directories(SetList to) {
        Fields directories = fields.map(DirectoryKeys.DIRECTORIES);
        DirectoryKeys.MORE.forEach(each -> each.read(directories, to));
        return new Directories(
                values(directories, DirectoryKeys.STATE),
                values(directories, DirectoryKeys.LOGS),
                values(directories, DirectoryKeys.CACHE),
                values(directories, DirectoryKeys.RUNTIME),
                values(directories, DirectoryKeys.CONFIGURATION));
    }

    private static List<String> values(Fields directories, Key<Form.Values<String>> key) {
        return directories.list(key).stream().map(Located::value).toList();
    }
}
