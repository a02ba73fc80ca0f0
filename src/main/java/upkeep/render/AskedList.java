package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Execution;
import upkeep.spec.OwnUnit;
import upkeep.spec.Service;
import upkeep.spec.SetDirective;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;

/** Collects the directives of one unit, and the values that unit files cannot say. */
final class AskedList {

    private final List<Service.Setting> settings;
    private final SourcePos position;
    private final String unit;
    private final boolean ofService;
    private final List<Asked> directives = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean setting;

    AskedList(Service service) {
        this.settings = service.settings();
        this.position = service.position();
        this.unit = service.unit().text();
        this.ofService = true;
    }

    AskedList(OwnUnit unit) {
        this.settings = unit.settings();
        this.position = unit.position();
        this.unit = unit.unit().text();
        this.ofService = false;
    }

    AskedList(UnitName unit, SourcePos position) {
        this.settings = List.of();
        this.position = position;
        this.unit = unit.text();
        this.ofService = false;
    }

    List<Asked> directives() {
        return List.copyOf(directives);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** A value of our own making, or already known to be harmless: a number, a time span, a unit name. */
    void add(String section, String key, String value) {
        put(section, key, value, new Asked.Meaning.Verbatim());
    }

    void passThrough(String section, String key, String value) {
        directives.add(new Asked(section, key, value, new Asked.Meaning.PassedThrough()));
    }

    void units(String section, String key, List<UnitName> names) {
        names.stream().distinct().forEach(name -> add(section, key, name.text()));
    }

    /** The rest of the line; {@code setting} is the key of the spec that it comes from. */
    void line(String section, String key, String setting, String value) {
        accept(section, key, setting, Quoting.text(value), new Asked.Meaning.Line(value));
    }

    void path(String section, String key, String setting, String value) {
        accept(section, key, setting, Quoting.path(value), new Asked.Meaning.Line(value));
    }

    void words(String section, String key, String setting, List<String> words) {
        join(section, key, setting, words.stream().map(Quoting::word).toList(), new Asked.Meaning.Words(words));
    }

    void command(String section, String key, String setting, List<String> arguments) {
        command(section, key, setting, new Execution.Command(arguments));
    }

    void command(String section, String key, String setting, Execution.Command command) {
        List<String> arguments = command.arguments();
        if (arguments.isEmpty()) {
            refuse(setting, key, "it names no program");
            return;
        }
        List<Quoted> parts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        String signs = command.signs();
        parts.add(signed(signs, Quoting.executable(arguments.getFirst())));
        words.add(signs + arguments.getFirst());
        List<String> rest = new ArrayList<>(command.argv0().stream().toList());
        rest.addAll(arguments.subList(1, arguments.size()));
        for (String argument : rest) {
            parts.add(command.expands() ? Quoting.expanding(argument) : Quoting.argument(argument));
        }
        words.addAll(rest);
        join(section, key, setting, parts, new Asked.Meaning.CommandLine(words, command.expands()));
    }

    private static Quoted signed(String signs, Quoted program) {
        return switch (program) {
            case Quoted.Text text -> new Quoted.Text(signs + text.text());
            case Quoted.Refused refused -> refused;
        };
    }

    /**
     * What a key of the spec stands for. In a service it comes after what is asked for otherwise, and before what is passed
     * through; units of other types have a place for each directive.
     */
    void set(SetDirective directive) {
        setting = ofService;
        String section = directive.section();
        String key = directive.key();
        String from = directive.setting();
        switch (directive.content()) {
            case SetDirective.Content.Word word -> add(section, key, word.text());
            case SetDirective.Content.Line line -> line(section, key, from, line.text());
            case SetDirective.Content.Item item -> words(section, key, from, List.of(item.text()));
            case SetDirective.Content.Program program -> command(section, key, from, program.command());
        }
        setting = false;
    }

    /**
     * A command of ours, in the beginning of which systemd fills something in.
     *
     * @param beginning as it stands in the file
     */
    void filledIn(String section, String key, String setting, String beginning, List<String> arguments) {
        List<Quoted> parts = new ArrayList<>();
        parts.add(new Quoted.Text(beginning));
        arguments.stream().map(Quoting::argument).forEach(parts::add);
        join(section, key, setting, parts, new Asked.Meaning.FilledIn(beginning, arguments));
    }

    /** An account other than upkeepd's own. */
    void otherAccount(String section, String key, String setting, String name) {
        if (name.equals(AccountNames.DAEMON)) {
            refuse(setting, key, "this is upkeepd's own user or group, which may restart services");
        } else if (AccountNames.isValid(name)) {
            add(section, key, name);
        } else {
            refuse(setting, key, AccountNames.RULE);
        }
    }

    void accept(String section, String key, String setting, Quoted quoted, Asked.Meaning meaning) {
        switch (quoted) {
            case Quoted.Text text -> put(section, key, text.text(), meaning);
            case Quoted.Refused refused -> refuse(setting, key, refused.why());
        }
    }

    void refuse(String setting, String key, String why) {
        refuse(setting, key, positionOf(setting), why);
    }

    /** @param needed the first systemd that knows it */
    void refuseVersion(String setting, String key, SourcePos place, int needed, int systemdVersion) {
        refuse(setting, key, place, "it needs systemd " + needed + ", and the target has " + systemdVersion);
    }

    private void refuse(String setting, String key, SourcePos place, String why) {
        problem(Problem.error(place, "cannot write " + key + "= of " + unit + " from '" + setting + "': " + why));
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** Where the spec sets it: the setting itself, else what it is a part of, else the service. */
    SourcePos positionOf(String setting) {
        String key = setting;
        while (!key.isEmpty()) {
            Optional<SourcePos> origin = origin(key);
            if (origin.isPresent()) {
                return origin.get();
            }
            int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
            key = end < 0 ? "" : key.substring(0, end);
        }
        return position;
    }

    private Optional<SourcePos> origin(String setting) {
        return settings.stream()
                .filter(candidate -> candidate.key().equals(setting))
                .map(Service.Setting::origin)
                .filter(origin -> !origin.equals(SourcePos.NONE))
                .findFirst();
    }

    private void join(String section, String key, String setting, List<Quoted> parts, Asked.Meaning meaning) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Quoted.Text text -> texts.add(text.text());
                case Quoted.Refused refused -> {
                    refuse(parts.size() == 1 ? setting : setting + "[" + i + "]", key, refused.why());
                    return;
                }
            }
        }
        put(section, key, String.join(" ", texts), meaning);
    }

    private void put(String section, String key, String written, Asked.Meaning meaning) {
        directives.add(new Asked(section, key, written, meaning, setting));
    }
}
