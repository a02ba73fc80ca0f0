package upkeep.host;

import java.util.OptionalLong;

/**
 * A network interface, as /sys/class/net has it
 * (https://docs.kernel.org/networking/statistics.html).
 *
 * @param nanos when it was looked at, by the clock of {@link ProcFiles}
 * @param state by RFC 2863: {@code up}, {@code down}, {@code dormant}, {@code unknown} and so on
 * @param isUp whether it can carry packets; the loopback and tunnels are up though their state is unknown
 * @param speed megabits a second; absent where there is no wire, as in most virtual machines
 * @param duplex {@code full}, {@code half} or {@code unknown}
 * @param changes how often the wire was plugged or unplugged since the boot
 */
public record Link(
        long nanos,
        String name,
        String state,
        boolean isUp,
        OptionalLong speed,
        String duplex,
        long changes,
        Traffic received,
        Traffic sent) {

    /** What went one way since the boot. */
    public record Traffic(long bytes, long packets, long errors, long drops) {}
}
