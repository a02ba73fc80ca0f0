package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;
import upkeep.base.TimeSpan;

/**
 * What holds where a check or service does not say itself: how often a check runs, how long it may take, and whether
 * upkeepd acts; and what upkeepd has to do with the outside.
 *
 * @param probesPerHost how many probes ask one other host at the same time
 * @param heartbeats where jobs may tell of themselves by HTTP, besides the socket on this machine
 * @param checkIn whom upkeepd tells that it is alive
 * @param ledger how much of the past is kept
 */
public record Settings(
        TimeSpan every,
        TimeSpan timeout,
        Service.Actions actions,
        int probesPerHost,
        List<Listen> heartbeats,
        Optional<CheckIn> checkIn,
        History ledger) {

    public static final Settings DEFAULT = new Settings(
            TimeSpan.ofSeconds(30),
            TimeSpan.ofSeconds(5),
            Service.Actions.ACT,
            32,
            List.of(),
            Optional.empty(),
            History.DEFAULT);

    public Settings {
        heartbeats = List.copyOf(heartbeats);
    }

    /** An address of this machine, which is no name, with a port. */
    public record Listen(String address, int port) {
        @Override
        public String toString() {
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }

    /**
     * What upkeepd keeps of what it saw and did.
     *
     * @param keep what is older is dropped
     * @param size of the file; what is too much is dropped, the oldest first
     */
    public record History(TimeSpan keep, ByteSize size) {
        public static final History DEFAULT = new History(TimeSpan.ofSeconds(90 * 86_400L), new ByteSize(256L << 20));
    }

    /**
     * A service elsewhere, which tells people when it was not asked for longer than it expects.
     *
     * @param every how often it is asked
     */
    public record CheckIn(Channel.Address address, TimeSpan every) {}
}
