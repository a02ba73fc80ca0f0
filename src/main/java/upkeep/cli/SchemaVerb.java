package upkeep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import upkeep.spec.SpecSchema;

/** {@code upkeep schema}: what editors and other programs need to know of the spec language. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of a spec file, by which editors complete and check what is written.")
final class SchemaVerb implements Callable<Integer> {

    private final Shell shell;

    SchemaVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(SpecSchema.text());
        return ExitCode.CLEAN;
    }
}
