package upkeep.target;

import java.util.List;

/**
 * A network interface.
 *
 * @param link its name, or an address that it has
 */
public record NetworkTarget(String link) implements Target {

    @Override
    public String kind() {
        return "network";
    }

    @Override
    public String text() {
        return link;
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "up",
                "speed",
                "saturation-percent",
                "download",
                "upload",
                "download-packets",
                "upload-packets",
                "received",
                "sent",
                "received-mebibytes",
                "sent-mebibytes",
                "received-gibibytes",
                "sent-gibibytes",
                "received-packets",
                "sent-packets",
                "errors",
                "drops",
                "link-changes");
    }

    @Override
    public List<String> texts() {
        return List.of("interface", "state", "duplex");
    }
}
