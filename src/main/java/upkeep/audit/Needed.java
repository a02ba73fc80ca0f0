package upkeep.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.SourcePos;

/**
 * What a service cannot start without, outside of systemd.
 *
 * @param fault what it is a case of if it is not there
 * @param what an absolute path, or the name of a user or group
 * @param directive that names it
 * @param place of that
 */
public record Needed(Fault fault, String what, String directive, SourcePos place) {

    private static final List<String> COMMANDS = List.of("ExecCondition", "ExecStartPre", "ExecStart", "ExecStartPost");

    /** What may stand before the program of a command line, see systemd.service(5). */
    private static final Pattern COMMAND =
            Pattern.compile("(?<signs>[-@:+!|]*)(?<program>/[^\\s\"'\\\\$%]*)(\\s.*)?", Pattern.DOTALL);

    /** As systemctl(1) prints one of them. */
    private static final Pattern ENVIRONMENT_FILE = Pattern.compile("(?<path>/.*) \\(ignore_errors=no\\)");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** The folders that systemd makes at the start, by the directive that says which. */
    private static final List<String[]> MADE = List.of(
            new String[] {"RuntimeDirectory", "/run/"},
            new String[] {"StateDirectory", "/var/lib/"},
            new String[] {"CacheDirectory", "/var/cache/"},
            new String[] {"LogsDirectory", "/var/log/"});

    /** All of a service; what goes by specifiers or variables, or lies where only the service sees it, is left out. */
    public static List<Needed> of(AuditedUnit unit) {
        List<Needed> needed = new ArrayList<>();
        if (!unit.isType("service") || !unit.isLoaded()) {
            return needed;
        }
        boolean hasOwnRoot = !unit.property("RootDirectory").isEmpty()
                || !unit.property("RootImage").isEmpty();
        boolean hasOwnView = hasOwnRoot
                || Stream.of("TemporaryFileSystem", "BindPaths", "BindReadOnlyPaths")
                        .anyMatch(property -> !unit.property(property).isEmpty());
        if (!hasOwnRoot) {
            programs(unit).forEach(needed::add);
        }
        path(unit, "RootDirectory", needed);
        if (!hasOwnView) {
            path(unit, "WorkingDirectory", needed);
        }
        unit.property("EnvironmentFiles")
                .lines()
                .map(ENVIRONMENT_FILE::matcher)
                .filter(Matcher::matches)
                .map(file -> file.group("path"))
                .filter(path -> path.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0))
                .forEach(path -> needed.add(new Needed(
                        Fault.MISSING_ENVIRONMENT_FILE,
                        path,
                        "EnvironmentFile",
                        place(unit, "EnvironmentFile", path))));
        if (!unit.property("DynamicUser").equals("yes")) {
            account(Fault.MISSING_USER, unit, "User", needed);
            account(Fault.MISSING_GROUP, unit, "Group", needed);
            account(Fault.MISSING_GROUP, unit, "SupplementaryGroups", needed);
        }
        return needed;
    }

    /** The programs that are run at the start and must succeed, as far as they are named by their paths. */
    static List<Needed> programs(AuditedUnit unit) {
        List<Needed> programs = new ArrayList<>();
        for (String directive : COMMANDS) {
            for (Word word : Word.values(unit, "Service", directive)) {
                Matcher command = COMMAND.matcher(word.text());
                if (command.matches() && !command.group("signs").contains("-")) {
                    programs.add(new Needed(Fault.MISSING_PROGRAM, command.group("program"), directive, word.place()));
                }
            }
        }
        return programs;
    }

    private static void path(AuditedUnit unit, String directive, List<Needed> needed) {
        String path = unit.property(directive);
        boolean isTemporary = !unit.property("PrivateTmp").equals("no") && path.matches("(/var)?/tmp(/.*)?");
        if (path.startsWith("/") && !isTemporary && !isMade(unit, path)) {
            needed.add(new Needed(Fault.MISSING_DIRECTORY, path, directive, place(unit, directive, path)));
        }
    }

    private static boolean isMade(AuditedUnit unit, String path) {
        return MADE.stream()
                .anyMatch(made -> Stream.of(unit.property(made[0]).split(" ", -1))
                        .filter(name -> !name.isEmpty())
                        .map(name -> made[1] + name.split(":", 2)[0])
                        .anyMatch(folder ->
                                path.equals(folder) || path.startsWith(folder + "/") || folder.startsWith(path + "/")));
    }

    private static void account(Fault fault, AuditedUnit unit, String directive, List<Needed> needed) {
        for (String name : unit.property(directive).split(" ", -1)) {
            if (!name.isEmpty() && !NUMBER.matcher(name).matches()) {
                needed.add(new Needed(fault, name, directive, place(unit, directive, name)));
            }
        }
    }

    /** Where it is written: the last line that has it as it is, or else the last line of the directive. */
    private static SourcePos place(AuditedUnit unit, String directive, String value) {
        List<Word> words = Word.values(unit, "Service", directive);
        Optional<Word> exact =
                words.stream().filter(word -> word.text().contains(value)).reduce((_, last) -> last);
        return exact.or(() -> words.stream().reduce((_, last) -> last))
                .map(Word::place)
                .orElse(unit.file());
    }
}
