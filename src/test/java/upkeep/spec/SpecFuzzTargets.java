package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.fuzz.FuzzTarget;

/** Spec files. */
public final class SpecFuzzTargets {

    private static final int LONGEST_PROBLEM = 2_000;

    private SpecFuzzTargets() {}

    public static List<FuzzTarget> all() {
        Path[] files = Stream.of("good", "bad")
                .flatMap(folder -> SpecFiles.in(folder).stream())
                .toArray(Path[]::new);
        return List.of(
                FuzzTarget.ofText(
                                "spec",
                                SpecFuzzTargets::spec,
                                Specs.class,
                                YamlReader.class,
                                YamlText.class,
                                YamlSyntax.class,
                                Kind.class)
                        .from(files),
                FuzzTarget.ofText("preset", SpecFuzzTargets::preset, Presets.class, PresetReader.class)
                        .from(SpecFiles.in("presets").toArray(Path[]::new)),
                FuzzTarget.ofText("command-line", SpecFuzzTargets::commandLine, CommandLine.class)
                        .from("/usr/bin/x 'a b' \"c \\\" d\" e'f'g", "/bin/sh -c 'a | b'"),
                FuzzTarget.ofText("octets", SpecFuzzTargets::octets, Octets.class, OctetPattern.class)
                        .from("^220 .*\\r\\n$", "\\x00\\xff", "ü"),
                FuzzTarget.ofText("addresses", SpecFuzzTargets::addresses, WebAddress.class)
                        .from(
                                "https://host.example.org:8443/a/b//?c=d#e",
                                "http://user:word@[2001:db8::1]/",
                                "ops+web@shop.example.org",
                                "x@[IPv6:2001:db8::1]"));
    }

    private static void spec(String text) {
        check(SpecFiles.load(text));
    }

    /** One that a service takes, with all that it may ask for. */
    private static void preset(String text) {
        check(Specs.load(List.of(
                new Source("spec.yaml", "services: {web: {preset: {name: it, port: 80, version: 17}}}\n"),
                new Source("presets/it.yaml", text, Source.Role.PRESET))));
    }

    private static void check(Checked<Plan> checked) {
        assertTrue(checked.value().isPresent() || checked.problems().stream().anyMatch(Problem::isError));
        for (Problem problem : checked.problems()) {
            assertFalse(problem.message().isBlank());
            assertTrue(problem.message().length() <= LONGEST_PROBLEM, problem::message);
            String told = problem.message() + problem.hint().orElse("");
            assertTrue(told.codePoints().noneMatch(Character::isISOControl), told);
        }
    }

    private static void commandLine(String text) {
        try {
            for (String argument : CommandLine.split(text)) {
                assertTrue(argument.length() <= text.length());
            }
        } catch (CommandLine.SplitException refused) {
            assertFalse(refused.why().isBlank() || refused.hint().isBlank());
        }
    }

    /** Of servers and pages, and of people. */
    private static void addresses(String text) {
        for (Kind<URI> kind : List.of(WebAddress.ADDRESS, WebAddress.SERVER, WebAddress.PAGE)) {
            kind.parse().apply(text).ifPresent(address -> {
                assertTrue(address.toString().chars().allMatch(c -> c > ' ' && c < 0x7f), text);
                assertTrue(List.of("http", "https").contains(address.getScheme().toLowerCase(Locale.ROOT)), text);
                assertFalse(address.getHost().isEmpty() || address.getRawUserInfo() != null, text);
                assertEquals(Optional.of(address), kind.parse().apply(address.toString()));
                assertTrue(kind.equals(WebAddress.PAGE) || address.getRawFragment() == null, text);
                assertFalse(
                        kind.equals(WebAddress.SERVER)
                                && (address.toString().endsWith("/") || address.getRawQuery() != null),
                        text);
            });
            assertFalse(kind.why().apply(text).isBlank());
        }
        MailKeys.TO.form().kind().parse().apply(text).ifPresent(address -> {
            assertEquals(text, address);
            assertTrue(address.matches("[!-?A-~]+@[!-?A-~]+") && address.length() <= 254, text);
        });
    }

    private static void octets(String text) {
        assertTrue(Octets.of(text).chars().allMatch(c -> c <= 0xff));
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\')) {
            assertEquals(text, Octets.of(text));
        }
        assertFalse(OctetPattern.KIND.parse().apply(text).isPresent() && text.isEmpty());
        assertEquals(text.length() <= 1, text.getBytes(StandardCharsets.UTF_16BE).length <= 2);
    }
}
