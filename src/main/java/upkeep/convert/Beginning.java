package upkeep.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A spec to begin with, for a program that no unit runs so far: what was said of it, what is wise for any service, and beside that,
 * as comments, what most of them come to need. Pure.
 *
 * @param command the program by its whole path, and its arguments
 * @param directory where it runs, if that matters
 * @param user whom it runs as; empty for one that systemd makes up
 * @param port where it listens
 */
public record Beginning(
        String name, List<String> command, Optional<String> directory, Optional<String> user, Optional<Integer> port) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=@+-]*[A-Za-z0-9_./]");

    /** Programs that make code while they run, which the higher levels of hardening forbid. */
    private static final Pattern JUST_IN_TIME =
            Pattern.compile("(node|nodejs|bun|deno|java|dotnet|mono|luajit|pypy3?|php([0-9.]+)?)");

    public Beginning {
        command = List.copyOf(command);
    }

    /** The spec. */
    public String text() {
        List<String> lines = new ArrayList<>(List.of(
                "# yaml-language-server: $schema=file:///usr/share/upkeep/upkeep.schema.json",
                "# What can be said of a service is in upkeep.yaml(5); \"upkeep explain KEY\" tells of one key. What comes of it is shown by",
                "# \"upkeep plan\", and done by \"upkeep apply\".",
                "services:",
                "  " + scalar(name) + ":",
                "    # description: What it is for",
                "    exec: ["
                        + String.join(
                                ", ", command.stream().map(Beginning::scalar).toList()) + "]"));
        directory.ifPresent(path -> lines.add("    directory: " + scalar(path)));
        user.ifPresentOrElse(
                it -> lines.addAll(List.of(
                        "    # Made as a system user, if there is none of that name.", "    user: " + scalar(it))),
                () -> lines.addAll(List.of(
                        "    # Somebody whom systemd makes up for each run. \"user: NAME\" instead is one who lasts, and is made if need be.",
                        "    dynamic-user: true")));
        lines.addAll(List.of(
                "    # environment: {LANG: C.UTF-8}",
                "    # A folder of its own below /var/lib, which it may write to.",
                "    # directories: {state: " + name + "}",
                "    # needs: [another-service]",
                "    # after: postgresql.service"));
        port.ifPresent(number -> lines.add("    port: " + number));
        lines.addAll(List.of(
                "    # systemd starts it again when it ends, and upkeepd when it runs but does not answer: no more often than that together.",
                "    restart:",
                "      policy: always",
                "      delay: 1s",
                "      max-delay: 30s",
                "      budget: 5 per 10min",
                "    # limits: {memory: 512M, tasks: 256}",
                "    # What it cannot do. \"strict\" takes more, and \"upkeep harden\" finds out how much it can go without.",
                "    hardening:",
                "      level: baseline"));
        if (isJustInTime()) {
            lines.addAll(List.of("      # It makes code while it runs.", "      runtime: jit"));
        }
        lines.addAll(probes());
        lines.addAll(List.of(
                "    # rules:",
                "    #   - {if: memory > 400M for 5min, then: restart}",
                "    #   - {if: restarts >= 5 within 1h, then: alert}"));
        return String.join("\n", lines) + "\n";
    }

    private List<String> probes() {
        if (port.isEmpty()) {
            return List.of(
                    "    # Without a probe nobody sees that it hangs. It needs a port:",
                    "    # port: 8080",
                    "    # probes:",
                    "    #   liveness: {tcp: {}, every: 10s, timeout: 2s, failures: 3}");
        }
        return List.of(
                "    probes:",
                "      # What it takes to start is not held against it.",
                "      startup: {tcp: {}, every: 1s, timeout: 1s, failures: 60}",
                "      # An answer over HTTP says more than an open port: http: {path: /, status: 200}",
                "      liveness: {tcp: {}, every: 10s, timeout: 2s, failures: 3}");
    }

    private boolean isJustInTime() {
        String program = command.getFirst();
        return JUST_IN_TIME
                .matcher(program.substring(program.lastIndexOf('/') + 1))
                .matches();
    }

    /** A text as it stands in a list: in double quotes, unless it is plain. */
    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
