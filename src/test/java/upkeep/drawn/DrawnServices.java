package upkeep.drawn;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import upkeep.unit.NastyText;
import upkeep.unit.Quoting;

/** Draws services. */
public final class DrawnServices {

    /** What means something to YAML, to systemd, to a shell, or to a template. */
    private static final char[] SIGNS = "\"'\\%$ \t\n\r;#={}[]*?~`!&|<>()@:+-^,./azAZ09nsx".toCharArray();

    private static final int GENERATOR_SIZE = 1000;
    private static final int LONGEST_FILE_NAME = 150;

    private DrawnServices() {}

    /** As many as wanted, the same ones for the same seed. */
    public static List<DrawnService> draw(long seed, int count) {
        List<List<DrawnService>> drawn = new java.util.ArrayList<>();
        JqwikSession.run(() -> {
            RandomGenerator<DrawnService> generator = services().generator(GENERATOR_SIZE);
            Random random = new Random(seed);
            drawn.add(Stream.generate(() -> generator.next(random).value())
                    .limit(count)
                    .toList());
        });
        return drawn.getFirst();
    }

    /** Services with up to six arguments and variables, and up to three credentials. */
    public static Arbitrary<DrawnService> services() {
        Arbitrary<DrawnService.Secret> secrets =
                Combinators.combine(filesOfSecrets(), texts()).as(DrawnService.Secret::new);
        return Combinators.combine(
                        texts().list().ofMaxSize(6),
                        Arbitraries.maps(variables(), texts()).ofMaxSize(6),
                        fileNames(),
                        Arbitraries.maps(credentials(), secrets).ofMaxSize(3))
                .as(DrawnService::new);
    }

    /** All that a unit can give a process: no NUL, no half of a surrogate pair, no code point that is no character. */
    public static Arbitrary<String> texts() {
        Arbitrary<String> signs =
                Arbitraries.strings().withChars(SIGNS).ofMinLength(0).ofMaxLength(30);
        Arbitrary<String> anything = characters().list().ofMaxSize(20).map(parts -> String.join("", parts));
        Arbitrary<String> words = Arbitraries.strings().alpha().numeric().ofMaxLength(12);
        Arbitrary<String> longOnes = Combinators.combine(
                        signs, Arbitraries.integers().between(50, 400))
                .as(String::repeat);
        return Arbitraries.frequencyOf(
                Tuple.of(6, signs),
                Tuple.of(4, anything),
                Tuple.of(3, Arbitraries.of(NastyText.all().toList())),
                Tuple.of(2, words),
                Tuple.of(1, longOnes));
    }

    private static Arbitrary<String> characters() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(1, 0xFF)),
                        Tuple.of(2, Arbitraries.integers().between(0x100, 0xFFFF)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)))
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .filter(c -> !Quoting.isNoncharacter(c))
                .map(Character::toString);
    }

    /** Names of variables, none of which systemd or a shell has a use for. */
    private static Arbitrary<String> variables() {
        return Arbitraries.strings()
                .withChars("abzABZ019_".toCharArray())
                .ofMaxLength(12)
                .map(rest -> "V_" + rest);
    }

    private static Arbitrary<String> credentials() {
        return Arbitraries.strings()
                .withChars("abzABZ019_.@-".toCharArray())
                .ofMaxLength(20)
                .map(rest -> "c" + rest);
    }

    /** One part of a path, as a unit file can hold it at the end of a line. */
    private static Arbitrary<String> fileNames() {
        return texts().map(DrawnServices::fileName);
    }

    /** Without what systemd cannot load a credential from. */
    private static Arbitrary<String> filesOfSecrets() {
        return fileNames().map(name -> name.replaceAll("[ \\\\]", "_"));
    }

    private static String fileName(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints()
                .filter(c -> c != '/' && !Character.isISOControl(c))
                .takeWhile(c -> name.toString().getBytes(StandardCharsets.UTF_8).length < LONGEST_FILE_NAME)
                .forEach(name::appendCodePoint);
        String stripped = name.toString().strip();
        return stripped.isEmpty() || stripped.endsWith("\\") ? stripped + "." : stripped;
    }
}
