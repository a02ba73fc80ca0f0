package upkeep.probe.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server and a probe say to each other, and what comes of it. Lines of a file, several dialogues in it being
 * parted by {@code ---}: {@code S:} and {@code C:} are lines of the server and of the probe, {@code s:} and {@code c:}
 * are bytes with escapes as in Java and without a line end, {@code TLS} begins TLS; all others are expectations.
 *
 * @param name where it stands
 */
public record RecordedDialogue(String name, List<String> lines) {

    /** All of a folder, in the order of their names. */
    public static List<RecordedDialogue> all(Path folder) throws IOException {
        List<RecordedDialogue> dialogues = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                int number = 0;
                for (String part : Files.readString(file).split("(?m)^---\\n", -1)) {
                    number++;
                    dialogues.add(new RecordedDialogue(
                            file.getFileName() + " " + number, part.lines().toList()));
                }
            }
        }
        return dialogues;
    }

    /** What stands after a key, line by line. */
    public List<String> after(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2))
                .toList();
    }

    /** All that the server says. */
    public byte[] served() {
        StringBuilder served = new StringBuilder();
        for (String line : lines) {
            String text = line.substring(Math.min(line.length(), 3));
            if (line.startsWith("S:")) {
                served.append(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                        .append("\r\n");
            } else if (line.startsWith("s:")) {
                served.append(text.translateEscapes());
            }
        }
        return served.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One connection, as the server sees it. */
    public record Connection(InputStream in, OutputStream out, End end) {
        static Connection of(Socket socket) throws IOException {
            return new Connection(socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput);
        }
    }

    /** Says that the server says nothing more. */
    @FunctionalInterface
    public interface End {
        void reach() throws IOException;
    }

    /** The same connection under TLS. */
    @FunctionalInterface
    public interface Layer {
        Connection secured() throws IOException;
    }

    /** Plays the server; what the probe says must be as it was recorded. */
    void play(Connection plain, Layer tls) throws IOException {
        Connection connection = plain;
        for (String line : lines) {
            String text = line.substring(Math.min(line.length(), 3));
            if (line.startsWith("S:")) {
                connection.out().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            } else if (line.startsWith("s:")) {
                connection.out().write(text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
            } else if (line.startsWith("C:")) {
                expect(text, line(connection.in()));
            } else if (line.startsWith("c:")) {
                byte[] heard =
                        connection.in().readNBytes(text.translateEscapes().length());
                expect(text.translateEscapes(), new String(heard, StandardCharsets.ISO_8859_1));
            } else if (line.equals("TLS")) {
                connection = tls.secured();
            }
        }
        connection.end().reach();
        expect("", new String(connection.in().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void expect(String wanted, String heard) {
        if (!wanted.equals(heard)) {
            throw new AssertionError("the probe says \"" + heard + "\" and not \"" + wanted + "\"");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = in.read();
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceFirst("\r$", "");
    }

    @Override
    public String toString() {
        return name;
    }
}
