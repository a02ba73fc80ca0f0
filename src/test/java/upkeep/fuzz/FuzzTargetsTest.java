package upkeep.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target with its seeds, with some thousand inputs made of them at random, and with what was once found. Fuzzing for
 * long, guided by what the code does with the bytes, is {@code ./test --fuzz}.
 */
class FuzzTargetsTest {

    private static final int ROUNDS = 400;
    private static final int LONGEST_NOISE = 400;

    private static final Set<String> BYTES =
            Set.of("byte[]", "ByteBuffer", "ByteReader", "DnsCursor", "Channel", "Wire");
    private static final Pattern PARSING = Pattern.compile("parse.*|split|.*Meaning|decode.*|unpack.*");
    private static final Pattern READING = Pattern.compile("read|of|next|answer|speak|take|body|source|tracking");

    private static final List<FuzzTarget> TARGETS = FuzzTargets.all();

    static List<FuzzTarget> targets() {
        return TARGETS;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whateverTheBytesAre(FuzzTarget target) throws Exception {
        Random random = new Random(target.name().hashCode());
        for (byte[] seed : target.seeds()) {
            hold(target, seed);
        }
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[random.nextInt(LONGEST_NOISE)];
            random.nextBytes(noise);
            List<byte[]> seeds = target.seeds();
            hold(
                    target,
                    seeds.isEmpty() || i % 4 == 0
                            ? noise
                            : changed(seeds.get(random.nextInt(seeds.size())), noise, random));
        }
    }

    private static void hold(FuzzTarget target, byte[] bytes) {
        try {
            target.hold(bytes);
        } catch (Exception | AssertionError | StackOverflowError finding) {
            throw new AssertionError("as hexadecimal: " + HexFormat.of().formatHex(bytes), finding);
        }
    }

    /** Some bytes replaced, some put twice; now and then cut off. */
    private static byte[] changed(byte[] seed, byte[] noise, Random random) {
        byte[] bytes = seed.clone();
        for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = noise.length == 0 || random.nextBoolean()
                    ? bytes[random.nextInt(bytes.length)]
                    : noise[random.nextInt(noise.length)];
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatWasFoundOnceStaysMended(FuzzTarget target) throws Exception {
        for (Path finding : Fuzzing.findings(target.name())) {
            hold(target, Files.readAllBytes(finding));
        }
    }

    @Test
    void everyFindingIsOfATarget() throws IOException {
        Set<String> names = TARGETS.stream().map(FuzzTarget::name).collect(Collectors.toSet());
        assertEquals(TARGETS.size(), names.size(), "two targets have one name");
        try (Stream<Path> folders = Files.list(Path.of("src", "test", "resources", "fuzz"))) {
            folders.forEach(
                    folder -> assertTrue(names.contains(folder.getFileName().toString()), folder::toString));
        }
        TARGETS.forEach(target -> assertFalse(target.seeds().isEmpty(), target.name() + " has no seeds"));
    }

    @Test
    void noParserIsForgotten() throws IOException {
        Set<String> wanted = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("upkeep").stream()
                        .filter(FuzzTargetsTest::reads)
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(ReadThrough.BY_TARGET.keySet());
        known.addAll(ReadThrough.NOTHING_FOREIGN);
        TARGETS.forEach(target -> target.parsers().forEach(parser -> known.add(parser.getName())));
        wanted.removeAll(known);
        assertEquals(Set.of(), wanted, "neither a target names them, nor ReadThrough");
        Set<String> names = TARGETS.stream().map(FuzzTarget::name).collect(Collectors.toSet());
        ReadThrough.BY_TARGET.forEach((type, target) -> assertTrue(names.contains(target), type));
    }

    /** Whether it takes bytes, or a text that it calls to parse. */
    private static boolean reads(JavaClass type) {
        return type.getMethods().stream().anyMatch(FuzzTargetsTest::reads);
    }

    private static boolean reads(JavaMethod method) {
        Set<String> parameters = method.getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        boolean takesBytes = !Collections.disjoint(parameters, BYTES);
        String name = method.getName();
        return (PARSING.matcher(name).matches() && (takesBytes || parameters.contains("String")))
                || (takesBytes && READING.matcher(name).matches());
    }
}
