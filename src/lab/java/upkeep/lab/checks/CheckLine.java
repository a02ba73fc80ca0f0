package upkeep.lab.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.core.Observation.Depth;

/**
 * One check of a file in {@code src/lab/servers/checks}, which has a line for each.
 *
 * @param body the check as YAML, a map in braces
 * @param depth how deep a probe has to look, where the file says it
 */
record CheckLine(String name, String body, Optional<Depth> depth) {
    static final Path FILES = Path.of("src/lab/servers/checks");

    private static final Pattern LINE = Pattern.compile("  ([a-z0-9-]+): (\\{.*})(?: # ([a-z]+))?");
    private static final String AUTHORITIES = "authorities: /etc/lab/ca.pem";

    /** What {@code src/lab/servers/programs/sick.py} does; its ports are in this order. */
    enum Manner {
        GARBAGE,
        DRIP,
        ENDLESS,
        SILENT;

        private static final int FIRST_PORT = 7001;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String place(String body) {
            return body.replace("TLS-PORT", Integer.toString(FIRST_PORT + 10 + ordinal()))
                    .replace("PORT", Integer.toString(FIRST_PORT + ordinal()))
                    .replace("SOCKET", "/run/lab-sick/" + word());
        }
    }

    static List<CheckLine> read(String file) {
        try {
            return Files.readAllLines(FILES.resolve(file)).stream()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(CheckLine::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckLine of(Matcher line) {
        return new CheckLine(
                line.group(1),
                line.group(2),
                Optional.ofNullable(line.group(3)).map(word -> Depth.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    boolean speaksTls() {
        return body.contains(AUTHORITIES);
    }

    /** The same, by the authorities of the system, of which none knows the certificates of the lab. */
    CheckLine untrusting() {
        return new CheckLine(
                "untrusted-" + name,
                body.replace(AUTHORITIES, "authorities: /etc/ssl/certs/ca-certificates.crt"),
                Optional.empty());
    }

    /** The same of a server that is ill in some way, for each of these; given up after a while that is short. */
    Stream<CheckLine> ill(String timeout) {
        return Stream.of(Manner.values())
                .map(manner -> new CheckLine(
                        manner.word() + "-" + name,
                        manner.place(body).replaceFirst("}$", ", timeout: " + timeout + "}"),
                        Optional.empty()));
    }

    /** The line of a spec. */
    String text() {
        return "  " + name + ": " + body + "\n";
    }
}
