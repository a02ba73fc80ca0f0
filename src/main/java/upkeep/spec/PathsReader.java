package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.spec.Execution.Directories;
import upkeep.spec.Execution.EnvironmentFile;

/** Reads the files and directories that systemd opens or makes for a service. */
final class PathsReader {

    private static final Pattern GLOB = Pattern.compile("[*?\\[\\\\]");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_.@+-]+");

    /** A path, for which systemd takes a pattern (glob(7)); a leading {@code -} makes the file optional. */
    private static final Kind<EnvironmentFile> ENVIRONMENT_FILE = new Kind<>(
            text -> environmentFileFault(text).isPresent() ? Optional.empty() : Optional.of(environmentFile(text)),
            text -> environmentFileFault(text).orElse("it is not valid"),
            text -> "write the whole path, such as /etc/default/app, or -/etc/default/app if it may be missing",
            file -> (file.optional() ? "-" : "") + file.path());

    private static final Kind<String> RELATIVE = Kind.text(
            PathsReader::relativeFault, "write a name such as my-app, or my-app/data; systemd knows what it is below");

    private final Fields fields;

    PathsReader(Fields fields) {
        this.fields = fields;
    }

    List<EnvironmentFile> environmentFiles() {
        return fields.list("environment-file", ENVIRONMENT_FILE).stream()
                .map(Located::value)
                .toList();
    }

    Directories directories() {
        Fields directories = fields.map("directories", Words.DIRECTORIES);
        List<List<String>> lists = new ArrayList<>();
        for (String key : Words.DIRECTORIES.known()) {
            lists.add(
                    directories.list(key, RELATIVE).stream().map(Located::value).toList());
        }
        return new Directories(lists.get(0), lists.get(1), lists.get(2), lists.get(3), lists.get(4));
    }

    private static EnvironmentFile environmentFile(String text) {
        return text.startsWith("-") ? new EnvironmentFile(text.substring(1), true) : new EnvironmentFile(text, false);
    }

    private static Optional<String> environmentFileFault(String text) {
        String path = environmentFile(text).path();
        if (Kinds.PATH.parse().apply(path).isEmpty()) {
            return Optional.of(Kinds.PATH.why().apply(path));
        }
        return GLOB.matcher(path).find()
                ? Optional.of("systemd would take *, ?, [ and \\ in it for a pattern")
                : Optional.empty();
    }

    private static Optional<String> relativeFault(String text) {
        if (text.startsWith("/")) {
            return Optional.of("it must be relative");
        }
        for (String segment : text.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return Optional.of("it must not contain " + segment);
            }
            if (!SEGMENT.matcher(segment).matches()) {
                return Optional.of("it may have only letters, digits, _.@+- and single slashes");
            }
        }
        return Optional.empty();
    }
}
