package upkeep.install;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code apply --confirm} leaves until {@code upkeep confirm}: the generation that returns otherwise, and when. As
 * lines of {@code key=value}, since a shell script waits by them.
 *
 * @param base the generation to be put back, {@link Generation#NONE} for nothing at all
 * @param start whether that starts and restarts units, as the apply did
 * @param restartAdopted whether it restarts adopted units, as the apply did
 */
public record Unconfirmed(int base, boolean start, boolean restartAdopted, Due due) {

    /**
     * When the time is over: within one boot by the clock that counts from its start, which nobody sets; in another boot
     * by the time of day, but {@code within} after that began at the latest.
     *
     * @param within how long the whole wait is, in seconds
     * @param boot the id of the boot in which it was reckoned
     * @param uptime in that boot: seconds after its start
     * @param time seconds since 1970
     */
    public record Due(long within, String boot, long uptime, long time) {}

    String text() {
        return "base=" + base + "\nstart=" + word(start) + "\nrestart_adopted=" + word(restartAdopted) + "\nwithin="
                + due.within() + "\nboot=" + due.boot() + "\nuptime=" + due.uptime() + "\ntime=" + due.time() + "\n";
    }

    private static String word(boolean value) {
        return value ? "yes" : "no";
    }

    /** What the text says, or nothing if it is not as {@link #text} writes it. */
    static Optional<Unconfirmed> parse(String text) {
        Map<String, String> fields = new TreeMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> fields.put(pair[0], pair[1]));
        try {
            Unconfirmed read = new Unconfirmed(
                    Integer.parseInt(fields.getOrDefault("base", "")),
                    fields.getOrDefault("start", "").equals("yes"),
                    fields.getOrDefault("restart_adopted", "").equals("yes"),
                    new Due(
                            Long.parseLong(fields.getOrDefault("within", "")),
                            fields.getOrDefault("boot", ""),
                            Long.parseLong(fields.getOrDefault("uptime", "")),
                            Long.parseLong(fields.getOrDefault("time", ""))));
            return text.equals(read.text()) ? Optional.of(read) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Unconfirmed from(int otherBase) {
        return new Unconfirmed(otherBase, start, restartAdopted, due);
    }

    Unconfirmed until(Due otherDue) {
        return new Unconfirmed(base, start, restartAdopted, otherDue);
    }
}
