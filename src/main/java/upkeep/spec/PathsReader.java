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

    Directories directories() {
        Fields directories = fields.map(ExecutionKeys.DIRECTORIES);
        return new Directories(
                values(directories, ExecutionKeys.STATE),
                values(directories, ExecutionKeys.LOGS),
                values(directories, ExecutionKeys.CACHE),
                values(directories, ExecutionKeys.RUNTIME),
                values(directories, ExecutionKeys.CONFIGURATION));
    }

    private static List<String> values(Fields directories, Key<Form.Values<String>> key) {
        return directories.list(key).stream().map(Located::value).toList();
    }
}
