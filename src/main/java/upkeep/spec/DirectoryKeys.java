package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.spec.Form.Values;

/** The folders that systemd makes for a service. */
final class DirectoryKeys {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_.@+-]+");

    /** Behind a colon stands a symbolic link to it. */
    private static final Kind<String> RELATIVE = Kind.text(
                    DirectoryKeys::fault, "write a name such as my-app, or my-app/data; systemd knows what it is below")
            .called("relative path")
            .matching("^[A-Za-z0-9_.@+-][A-Za-z0-9_.@+/:-]*$");

    static final Key<Values<String>> STATE = directory("state", "StateDirectory", "/var/lib");
    static final Key<Values<String>> LOGS = directory("logs", "LogsDirectory", "/var/log");
    static final Key<Values<String>> CACHE = directory("cache", "CacheDirectory", "/var/cache");
    static final Key<Values<String>> RUNTIME = directory("runtime", "RuntimeDirectory", "/run");
    static final Key<Values<String>> CONFIGURATION = directory("configuration", "ConfigurationDirectory", "/etc");

    static final List<DirectiveKey<?>> MORE = List.of(
            mode("state-mode", "StateDirectoryMode", STATE),
            mode("logs-mode", "LogsDirectoryMode", LOGS),
            mode("cache-mode", "CacheDirectoryMode", CACHE),
            mode("runtime-mode", "RuntimeDirectoryMode", RUNTIME),
            mode("configuration-mode", "ConfigurationDirectoryMode", CONFIGURATION),
            word(
                    DirectiveKey.SERVICE,
                    "RuntimeDirectoryPreserve",
                    Key.value("runtime-preserve", Kinds.oneOf(List.of("no", "restart", "yes")))
                            .otherwise("`no`")
                            .means(
                                    "whether those of `runtime` outlive the service: never, over a restart, or always")));

    static final Key<Form.Map> DIRECTORIES = Key.map(
                    "directories",
                    Vocabulary.of(
                            "directories",
                            Stream.concat(
                                            Stream.of(STATE, LOGS, CACHE, RUNTIME, CONFIGURATION),
                                            MORE.stream().map(DirectiveKey::key))
                                    .toArray(Key<?>[]::new)))
            .means("folders that systemd makes for the service");

    private DirectoryKeys() {}

    private static Key<Values<String>> directory(String name, String directive, String below) {
        return Key.values(name, RELATIVE).means("`" + directive + "=`, below `" + below + "`");
    }

    private static DirectiveKey<?> mode(String name, String directive, Key<Values<String>> of) {
        return word(
                DirectiveKey.SERVICE,
                directive,
                Key.value(name, DirectiveKinds.MODE).otherwise("`0755`").means("mode of those of `" + of.name() + "`"));
    }

    private static Optional<String> fault(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2) {
            return Optional.of("it has more than one colon");
        }
        return Stream.of(parts).flatMap(part -> relativeFault(part).stream()).findFirst();
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
