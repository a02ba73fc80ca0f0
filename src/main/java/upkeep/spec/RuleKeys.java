package upkeep.spec;

import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Command;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** Rules over measurements, and what is done when one holds or a check fails. */
final class RuleKeys {

    private static final Kind<TimeSpan> RUN_TIME = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 1_000_000L && span.microseconds() <= 3_600_000_000L,
                    "it must be from 1s to 1h",
                    "write a time span such as 30s")
            .called("time span, `1s` to `1h`");

    /** A word, with the unit it is for; what is wrong with one is told in words of its own. */
    private static final Kind<String> WORD = Kinds.LINE
            .called("action")
            .matching("^(alert|((restart|start|stop|reload|hold)( +[A-Za-z0-9:_.\\\\@-]+\\.[a-z]+)?))$");

    private static final Kind<String> CONDITION = Kinds.ANY_TEXT.called("condition");

    static final Key<Command> EXEC = Key.command("exec").need().means("the program; no shell is in between");
    static final Key<Value<String>> USER =
            Key.value("user", Kinds.ACCOUNT_NAME).need().means("whom it runs as; it must be written, and exist");
    static final Key<Value<String>> GROUP =
            Key.value("group", Kinds.ACCOUNT_NAME).otherwise("the user's").means("its group");
    static final Key<Usual<TimeSpan>> TIMEOUT =
            Key.usual("timeout", RUN_TIME, Defaults.PROGRAM_TIMEOUT).means("when it is ended");
    static final Key<Values<String>> WRITABLE =
            Key.values("writable", Kinds.PATH).means("what it may write, in `ReadWritePaths=`; it must exist");

    static final Vocabulary PROGRAM = Vocabulary.of("a program to run", EXEC, USER, GROUP, TIMEOUT, WRITABLE);

    static final Key<Value<String>> ACTION = Key.value("action", WORD);

    /** What is done: a word, or a program to run. */
    static final Brief REACTION = new Brief(PROGRAM, List.of(ACTION));

    static final Key<Value<String>> IF = Key.value("if", CONDITION).need().means("when it begins to hold");
    static final Key<Value<String>> CLEAR =
            Key.value("clear", CONDITION).means("when it ends; without it, once `if` is no longer true");
    static final Key<Items<Brief>> THEN = Key.items("then", REACTION).need().means("what is done once it holds");

    static final Vocabulary RULE = Vocabulary.of("a rule", IF, CLEAR, THEN);

    static final Key<Items<Form.Map>> RULES =
            Key.items("rules", new Form.Map(RULE)).means("what is done when measurements call for it");

    private RuleKeys() {}
}
