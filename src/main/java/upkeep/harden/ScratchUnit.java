package upkeep.harden;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;
import upkeep.unit.UnitFile;

/**
 * The unit of a copy of a service: the same programs as the same user under the same protections, with a network of its own
 * that has nothing but a loopback, and with folders that take what it writes instead of the real ones. Nothing else of the machine
 * is writable to it. It is restarted by nobody, ends by itself after a time, and has no say in what else is started or stopped.
 *
 * @param name of the copy
 * @param original whose copy it is
 * @param texts of the original's files, in the order in which systemd applies them
 * @param network the unit whose network it joins
 * @param folders what stands in for which folder, by the path of the latter; what stands for itself is read-only,
 *     and what nothing stands for cannot be seen
 * @param own what the original has as {@code StateDirectory=} and the like: the variable that names it, and the paths
 * @param seconds after which systemd ends it
 */
public record ScratchUnit(
        UnitName name,
        UnitName original,
        List<UnitFile> texts,
        UnitName network,
        SortedMap<String, String> folders,
        SortedMap<String, List<String>> own,
        long seconds) {

    private static final String SERVICE = "Service";

    /**
     * What a copy must not have: what belongs to the original (pid file, name on the bus, sockets, the runtime folder that systemd
     * would remove with the copy), what starts or ends it anew, and where its output goes.
     */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "PIDFile|BusName|Restart.*|Sockets|Slice|StandardInput.*|StandardOutput"
                    + "|StandardError|TTY.*|UtmpIdentifier|(Runtime|State|Cache|Logs|Configuration)Directory.*|TimeoutStartSec|TimeoutSec"
                    + "|RuntimeMaxSec|RuntimeRandomizedExtraSec|PrivateNetwork|NetworkNamespacePath|LogNamespace|FileDescriptorStore.*");

    /** The home directories, which {@code ProtectSystem=strict} leaves as they are. */
    private static final Set<String> HOMES = Set.of("/home", "/root");

    /** What {@code ProtectSystem=full} protects, and, but for one, {@code ProtectSystem=yes}. */
    private static final Set<String> OF_THE_SYSTEM = Set.of("/usr", "/boot", "/efi", "/etc");

    private static final Set<String> FALSE = Set.of("no", "false", "off", "0", "n", "f");

    private static final Set<String> TRUE = Set.of("yes", "true", "on", "1", "y", "t", "disconnected");

    public ScratchUnit {
        texts = List.copyOf(texts);
        folders = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(folders));
        own = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(own));
    }

    /** The unit file. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("[Unit]");
        lines.add("Description=Copy of " + original + ", tried by upkeep harden");
        lines.add("JoinsNamespaceOf=" + network);
        lines.add("");
        lines.add("[Service]");
        for (UnitFile text : texts) {
            for (UnitFile.Assignment line : text.assignments()) {
                if (line.section().equals(SERVICE)
                        && !LEFT_OUT.matcher(line.key()).matches()) {
                    // What is bound there is the real one.
                    String key = line.key().equals("BindPaths") ? "BindReadOnlyPaths" : line.key();
                    lines.add(key + "=" + value(line));
                }
            }
        }
        lines.add("Restart=no");
        if (!last("Type").equals("oneshot")) {
            lines.add("RuntimeMaxSec=" + seconds);
        }
        lines.add("TimeoutStartSec=" + seconds);
        lines.add("PrivateNetwork=yes");
        lines.add("ReadOnlyPaths=/");
        lines.add("ReadWritePaths=/dev /proc /sys");
        boolean hasOwnTmp = isTrue("PrivateTmp");
        String system = last("ProtectSystem");
        folders.forEach((folder, standIn) -> {
            if (standIn.isEmpty()) {
                lines.add("InaccessiblePaths=" + word(folder));
            } else if (folder.equals(standIn)) {
                lines.add("BindReadOnlyPaths=" + word(folder));
            } else if (!(hasOwnTmp && folder.equals("/tmp"))) {
                lines.add("BindPaths=" + word(standIn + ":" + folder));
                boolean isProtected = system.equals("strict")
                        ? !HOMES.contains(folder)
                        : OF_THE_SYSTEM.contains(folder) && !system.isEmpty() && !FALSE.contains(system);
                if (isProtected && !isOpen(folder)) {
                    lines.add("ReadOnlyPaths=" + word(folder));
                }
            }
        });
        // An overlay does not lead to sockets. What every service has: where systemd is told that it is ready, the
        // journal, names.
        lines.add("BindPaths=/run/systemd/notify /run/systemd/journal -/run/systemd/resolve -/run/systemd/userdb");
        lines.add("BindPaths=-/run/credentials");
        own.forEach((variable, paths) -> {
            paths.forEach(path -> lines.add("ReadWritePaths=" + word(path)));
            lines.add("Environment=" + word(variable + "=" + String.join(":", paths)));
        });
        return String.join("\n", lines) + "\n";
    }

    /** Whether the unit says that all of it is writable. */
    private boolean isOpen(String folder) {
        return texts.stream()
                .flatMap(text -> text.values(SERVICE, "ReadWritePaths").stream())
                .flatMap(value -> Stream.of(value.split("\\s+", -1)))
                .map(word -> word.replaceFirst("^[-+\"]*", "").replaceFirst("\"$", ""))
                .anyMatch(path -> folder.equals(path) || (!path.isEmpty() && folder.startsWith(path + "/")));
    }

    /** With the original's names where systemd would put those of the copy, and no command outside of its surroundings. */
    private String value(UnitFile.Assignment line) {
        // A backslash at the end of the file would take the next line along.
        String value = specifiers(line.value()).replaceFirst("\\\\+$", "");
        return line.key().startsWith("Exec") ? confined(value) : value;
    }

    private String specifiers(String value) {
        String prefix = original.stem().contains("@")
                ? original.stem().substring(0, original.stem().indexOf('@'))
                : original.stem();
        return Pattern.compile("%(.)")
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "n" -> original.text();
                            case "N" -> original.stem();
                            case "p" -> prefix;
                            default -> found.group();
                        }));
    }

    /** A command with {@code +} would see the real folders; with {@code !} it has the same rights among those of the copy. */
    private static String confined(String command) {
        Matcher prefix = Pattern.compile("^[-@:+!|]*").matcher(command);
        return prefix.find() ? prefix.group().replace('+', '!') + command.substring(prefix.end()) : command;
    }

    private boolean isTrue(String key) {
        return TRUE.contains(last(key));
    }

    private String last(String key) {
        return texts.stream()
                .flatMap(text -> text.assignments().stream())
                .filter(line -> line.section().equals(SERVICE) && line.key().equals(key))
                .map(UnitFile.Assignment::value)
                .reduce("", (earlier, later) -> later)
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static String word(String value) {
        return switch (Quoting.word(value)) {
            case Quoted.Text text -> text.text();
            case Quoted.Refused refused -> throw new IllegalArgumentException(value + ": " + refused.why());
        };
    }
}
