package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A program that is run, and its exit status and output.
 *
 * @param command the program, an absolute path, and its arguments
 * @param runAs whom it runs as; absent for upkeepd itself
 * @param status the exit statuses that pass
 */
public record ProgramTarget(List<String> command, Optional<RunAs> runAs, List<StatusRange> status) implements Target {

    public ProgramTarget {
        command = List.copyOf(command);
        status = List.copyOf(status);
    }

    @Override
    public String kind() {
        return "program";
    }

    @Override
    public String text() {
        return String.join(" ", command) + runAs.map(who -> " " + who.text()).orElse("");
    }

    @Override
    public List<String> measurements() {
        return List.of("status", "total");
    }

    @Override
    public List<String> texts() {
        return List.of("output");
    }

    @Override
    public boolean hasContent() {
        return true;
    }
}
