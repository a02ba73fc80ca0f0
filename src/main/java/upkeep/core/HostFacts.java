package upkeep.core;

import java.util.Optional;

/**
 * What holds for the machine as a whole, as last looked at.
 *
 * @param pressure how long tasks wait for resources; absent where the kernel does not tell
 * @param packages whether dpkg or apt is at work, so that units may be stopped and started for a while
 * @param guard what is wrong with upkeepd's own means to judge anything (loopback, its own lag); absent when all is well
 * @param resolver what is wrong with the resolver, without which probes of names are unknown by themselves
 * @param zone the machine's time zone, as {@link java.time.ZoneId} names it
 */
public record HostFacts(
        Optional<Pressure> pressure, boolean packages, Optional<String> guard, Optional<String> resolver, String zone) {

    /** A machine whose clock shows UTC. */
    public HostFacts(Optional<Pressure> pressure, boolean packages, Optional<String> guard, Optional<String> resolver) {
        this(pressure, packages, guard, resolver, "UTC");
    }

    /** A machine nothing is said against. */
    public static final HostFacts CALM = new HostFacts(Optional.empty(), false, Optional.empty(), Optional.empty());

    /**
     * Pressure stall information, each in percent of the last ten seconds
     * (https://docs.kernel.org/accounting/psi.html): {@code some} is the share in which at least one task waited,
     * {@code full} that in which all did.
     */
    public record Pressure(double cpuSome, double memoryFull, double ioFull) {

        private static final double CPU = 80;
        private static final double MEMORY = 10;
        private static final double IO = 40;

        /** Whether a probe that times out may be the host's fault; what was high stays so down to two thirds of it. */
        public boolean isHigh(boolean wasHigh) {
            double scale = wasHigh ? 2.0 / 3 : 1;
            return cpuSome >= CPU * scale || memoryFull >= MEMORY * scale || ioFull >= IO * scale;
        }
    }
}
