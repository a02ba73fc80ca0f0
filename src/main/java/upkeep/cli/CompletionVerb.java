package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code upkeep completion}: what bash needs to complete the command. */
@Command(
        name = "completion",
        description = "Print what bash(1) needs to complete verbs, options and the names of services and units.")
final class CompletionVerb implements Callable<Integer> {

    private final Shell shell;

    CompletionVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(BashCompletion.text(shell));
        return ExitCode.CLEAN;
    }
}
