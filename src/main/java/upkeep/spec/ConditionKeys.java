package upkeep.spec;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import upkeep.spec.Form.Values;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.Directives;

/** What must be so for a start: systemd's conditions, which skip it otherwise, and its assertions, which fail it. */
final class ConditionKeys {

    private static final String CONDITION = "Condition";
    private static final String ASSERT = "Assert";

    /** A test of systemd.unit(5), by the name that conditions and assertions have in common: {@code PathExists}. */
    private record Test(String name, Key<Values<String>> key) {}

    private static final List<Test> TESTS = Directives.of(DirectiveKey.UNIT).stream()
            .filter(directive -> directive.key().startsWith(CONDITION))
            .map(directive -> directive.key().substring(CONDITION.length()))
            .filter(name -> Directives.find(DirectiveKey.UNIT, ASSERT + name).isPresent())
            .map(ConditionKeys::test)
            .toList();

    private static final Vocabulary TEST = Vocabulary.of(
                    "a test", TESTS.stream().map(Test::key).toArray(Key<?>[]::new))
            .toldAs("tests of systemd.unit(5), such as path-exists");

    private static final Key<Form.Map> NOT = Key.map("not", TEST).means("tests that must fail");

    private static final Key<Form.Map> ANY = Key.map(
                    "any",
                    Vocabulary.of("any", NOT.means("tests, one of which may fail instead"))
                            .with(TEST))
            .means("tests, of all of which together one must pass");

    static final Key<Form.Items<Form.Brief>> EXEC = CommandKeys.several("exec")
            .means("`ExecCondition=`: must end with 0; another status up to 254 skips the start, the rest fails it");

    static final DirectiveKey<Form.Map> CONDITIONS = new DirectiveKey<>(
            Key.map("conditions", Vocabulary.of("conditions", NOT, ANY, EXEC).with(TEST))
                    .means("what must be so, or a start is passed over"),
            ConditionKeys::conditions);

    static final DirectiveKey<Form.Map> ASSERTS = new DirectiveKey<>(
            Key.map("asserts", Vocabulary.of("asserts", NOT, ANY).with(TEST))
                    .means("what must be so, or a start fails"),
            ConditionKeys::asserts);

    private ConditionKeys() {}

    private static void conditions(Fields fields, SetList to) {
        Fields conditions = fields.map(CONDITIONS.key());
        tests(conditions, CONDITION, to);
        to.programs("ExecCondition", conditions, EXEC);
    }

    private static void asserts(Fields fields, SetList to) {
        tests(fields.map(ASSERTS.key()), ASSERT, to);
    }

    private static void tests(Fields fields, String prefix, SetList to) {
        tests(fields, prefix, "", to);
        tests(fields.map(NOT), prefix, "!", to);
        Fields any = fields.map(ANY);
        tests(any, prefix, "|", to);
        tests(any.map(NOT), prefix, "|!", to);
    }

    private static void tests(Fields fields, String prefix, String sign, SetList to) {
        for (Test test : TESTS) {
            for (Located<String> value : fields.list(test.key())) {
                Content content = new Content.Line(sign + value.value());
                to.add(DirectiveKey.UNIT, prefix + test.name(), content, fields, test.key(), value.position());
            }
        }
    }

    private static Test test(String name) {
        boolean isPath = Stream.of("Path", "Directory", "File").anyMatch(name::startsWith);
        Kind<String> kind = isPath
                ? Kinds.PATH
                : Kinds.LINE.where(
                        text -> !text.startsWith("!") && !text.startsWith("|"),
                        "it begins with ! or |, for which there are keys",
                        "write not: {…} or any: {…}");
        String meaning = "`" + CONDITION + name + "=`, `" + ASSERT + name + "=`";
        return new Test(name, Key.values(kebab(name), kind).means(meaning));
    }

    /** {@code path-exists-glob} of {@code PathExistsGlob}, {@code cpu-pressure} of {@code CPUPressure}. */
    private static String kebab(String name) {
        List<String> words =
                List.of(name.replace("CPUs", "Cpus").split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"));
        return String.join("-", words).toLowerCase(Locale.ROOT);
    }
}
