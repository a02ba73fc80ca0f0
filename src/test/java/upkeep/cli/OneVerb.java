package upkeep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A verb in this process that was made with what stands in for the machine. */
final class OneVerb {

    record Answer(int exitCode, String out, String err) {}

    private OneVerb() {}

    /** @param args the verb's name first */
    static Answer run(boolean callerIsRoot, Function<Shell, Callable<Integer>> verb, List<String> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err);
        Shell shell = new Shell(
                outWriter, errWriter, false, callerIsRoot, Optional::empty, _ -> (_, _) -> List.of(), new FakeHost());
        int exitCode = Upkeep.run(shell, Map.of(args.getFirst(), verb), args.toArray(String[]::new));
        outWriter.flush();
        errWriter.flush();
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
