package upkeep.spec;

import java.util.List;
import upkeep.spec.Execution.Privileges;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** How a command of a service is run; in the words of people, what systemd has signs for before the path. */
final class CommandKeys {

    static final Key<Form.Command> RUN = Key.command("run").need().means("the program and its arguments");
    static final Key<Usual<Boolean>> IGNORE_FAILURE =
            Key.usual("ignore-failure", Kinds.YES_OR_NO, false).means("whether its failure counts as success (`-`)");
    static final Key<Usual<Privileges>> PRIVILEGES = Key.usual(
                    "privileges", Kind.word(List.of(Privileges.values())), Privileges.SERVICE)
            .means("`service`: those of the service; `root`: root's, in the service's sandbox (`!`); `full`: root's,"
                    + " outside of it (`+`)");
    static final Key<Value<String>> ARGV0 = Key.value("argv0", Kinds.ANY_TEXT)
            .otherwise("the path")
            .means("what the program is told that it is called (`@`)");
    static final Key<Usual<Boolean>> EXPAND = Key.usual("expand", Kinds.YES_OR_NO, false)
            .means("whether systemd puts variables in place of `$NAME` and `$${NAME}`, such as `$MAINPID`");

    static final Vocabulary COMMAND = Vocabulary.of("a command", RUN, IGNORE_FAILURE, PRIVILEGES, ARGV0, EXPAND);

    private CommandKeys() {}

    /** A key whose value is a command, or a map with one. */
    static Key<Brief> one(String name) {
        return Key.brief(name, COMMAND, RUN);
    }

    /** A key that takes a command or a list of them. */
    static Key<Items<Brief>> several(String name) {
        return Key.items(name, new Brief(COMMAND, List.of(RUN)));
    }
}
