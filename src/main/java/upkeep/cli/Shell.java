package upkeep.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import upkeep.install.Activation;
import upkeep.install.Layout;

/**
 * What a verb has around it; a test gives it another one.
 *
 * @param colour whether output may be coloured
 * @param root whether the caller is root
 * @param systemdVersion the version of the systemd of this machine, if it has one
 * @param activation how systemd is told, for a root directory
 * @param host what else the machine tells and does
 */
record Shell(
        PrintWriter out,
        PrintWriter err,
        boolean colour,
        boolean root,
        Supplier<Optional<Integer>> systemdVersion,
        Function<Layout, Activation> activation,
        Host host) {

    static final String RED = "\u001b[31m";
    static final String GREEN = "\u001b[32m";
    static final String CYAN = "\u001b[36m";
    private static final String RESET = "\u001b[0m";

    /** Prints the text with a line end. */
    void say(String text) {
        out.print(text);
        out.print('\n');
    }

    /** The text in that colour where there is colour. */
    String paint(String code, String text) {
        return colour ? code + text + RESET : text;
    }
}
