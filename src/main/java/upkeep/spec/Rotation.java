package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;

/**
 * How files that a service logs to are rotated, see logrotate(8).
 *
 * @param held files that systemd holds open for the service, which are copied and emptied
 * @param own files that the service itself opens, which are moved away
 * @param size beyond which a file is rotated, whatever the day
 * @param keep how many old files stay
 * @param mode of the new file
 */
public record Rotation(
        List<String> held,
        List<String> own,
        Every every,
        Optional<ByteSize> size,
        int keep,
        boolean compress,
        boolean delayCompress,
        String mode) {

    public Rotation {
        held = List.copyOf(held);
        own = List.copyOf(own);
    }

    /** How often files are rotated. */
    public enum Every {
        HOURLY,
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY
    }
}
