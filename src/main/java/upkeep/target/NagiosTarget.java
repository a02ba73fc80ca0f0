package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A plug-in as Nagios, Icinga and others run them: its exit status is the verdict, and what it measured stands in its
 * output.
 *
 * @param command the program, an absolute path, and its arguments
 * @param runAs whom it runs as; absent for upkeepd itself
 */
public record NagiosTarget(List<String> command, Optional<RunAs> runAs) implements Target {

    public NagiosTarget {
        command = List.copyOf(command);
    }

    @Override
    public String kind() {
        return "nagios";
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

    /** What a plug-in measures has names of its own. */
    @Override
    public boolean measuresMore() {
        return true;
    }
}
