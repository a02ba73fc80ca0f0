package upkeep.cli;

import picocli.CommandLine.Option;

/** {@code --strict}. */
final class StrictOption {

    @Option(
            names = "--strict",
            description =
                    "All or nothing: refuse everything if one spec file is in error. Without it such a file counts"
                            + " as it was applied last, and the others as they are.")
    private boolean strict;

    boolean isSet() {
        return strict;
    }
}
