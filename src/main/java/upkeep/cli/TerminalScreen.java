package upkeep.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that this process was started from, as a screen with keys: nothing scrolls, and a key counts at once. However the
 * process ends (but by SIGKILL), the terminal is as it was: a shutdown hook closes what is open. Read and drawn by one thread.
 *
 * <p>By stty(1), and the sequences of ECMA-48 and xterm for the other screen, the cursor and the rendition.
 */
final class TerminalScreen implements AutoCloseable {

    private static final String TERMINAL = "/dev/tty";
    private static final Duration STTY = Duration.ofSeconds(5);
    private static final String BEGIN = "\u001b[?1049h\u001b[?25l";
    private static final String END = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");

    /** A read that came to nothing faster than this waited for no key: the terminal is gone. */
    private static final Duration NO_WAIT = Duration.ofMillis(20);

    private final Programs programs;
    private final PrintWriter out;
    private final boolean colour;
    private final FileInputStream keys;
    private final String before;
    private final Thread hook = new Thread(this::restore, "terminal-restore");
    private boolean isRestored;

    private TerminalScreen(Programs programs, PrintWriter out, boolean colour, FileInputStream keys, String before) {
        this.programs = programs;
        this.out = out;
        this.colour = colour;
        this.keys = keys;
        this.before = before;
    }

    /** Its rows and columns. */
    record Size(int height, int width) {}

    /**
     * Takes the terminal.
     *
     * @param wait how long {@link #key} waits, to a tenth of a second, 25 s at most
     */
    static TerminalScreen open(Programs programs, PrintWriter out, boolean colour, Duration wait) {
        Programs.Result before = stty(programs, "-g");
        try {
            if (!before.isSuccess()) {
                throw new IOException(before.err().strip());
            }
            TerminalScreen screen = new TerminalScreen(
                    programs,
                    out,
                    colour,
                    new FileInputStream(TERMINAL),
                    before.out().strip());
            screen.begin(wait);
            return screen;
        } catch (IOException e) {
            throw Failure.failed(
                    "cannot use the terminal: " + e.getMessage(),
                    "upkeep top --once prints one picture, and needs none");
        }
    }

    private void begin(Duration wait) throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        long tenths = Math.clamp(wait.toMillis() / 100, 1, 250);
        // Signals stay as they are, but for the one that would leave the shell with this screen.
        Programs.Result set =
                stty(programs, "-icanon", "-echo", "susp", "undef", "min", "0", "time", Long.toString(tenths));
        if (!set.isSuccess()) {
            close();
            throw new IOException(set.err().strip());
        }
        write(BEGIN);
    }

    private static Programs.Result stty(Programs programs, String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty", "-F", TERMINAL));
        command.addAll(List.of(arguments));
        return programs.run(STTY, command);
    }

    Size size() {
        return size(stty(programs, "size").out()).orElse(new Size(24, 80));
    }

    /** What stty says; a terminal that does not know its size says 0. */
    static Optional<Size> size(String text) {
        Matcher matcher = SIZE.matcher(text);
        return matcher.matches()
                ? Optional.of(new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                        .filter(size -> size.height() > 0 && size.width() > 0)
                : Optional.empty();
    }

    /** The next key, or none within the time. */
    TopKey key() {
        byte[] sent = new byte[64];
        long begin = System.nanoTime();
        try {
            int length = keys.read(sent);
            boolean isGone = length <= 0 && System.nanoTime() - begin < NO_WAIT.toNanos();
            return isGone
                    ? TopKey.QUIT
                    : TopKey.of(new String(sent, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            return TopKey.QUIT;
        }
    }

    /** Draws these in the place of what was there. */
    void show(List<TopFrame.Line> lines) {
        write(text(lines, colour));
    }

    static String text(List<TopFrame.Line> lines, boolean colour) {
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            TopFrame.Line line = lines.get(i);
            text.append(i == 0 ? "" : "\r\n")
                    .append(rendition(line.style(), colour))
                    .append(line.text())
                    .append(REST_OF_LINE)
                    .append("\u001b[0m");
        }
        return text.append(REST_OF_SCREEN).toString();
    }

    private static String rendition(TopFrame.Style style, boolean colour) {
        return switch (style) {
            case PLAIN -> "";
            case HEAD -> "\u001b[1m";
            case TROUBLE -> colour ? Shell.RED : "";
            case SELECTED -> "\u001b[7m";
        };
    }

    private synchronized void write(String text) {
        if (!isRestored) {
            out.print(text);
            out.flush();
        }
    }

    private synchronized void restore() {
        if (!isRestored) {
            out.print(END);
            out.flush();
            isRestored = true;
            stty(programs, before);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook has restored it, or finds that restored.
        }
        try {
            keys.close();
        } catch (IOException gone) {
            // Nothing is read from it any more.
        }
    }
}
