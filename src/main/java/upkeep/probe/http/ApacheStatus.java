package upkeep.probe.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.target.ApacheStatusTarget.Slot;

/**
 * What mod_status answers to {@code ?auto}: lines of a name, a colon and a value.
 *
 * @param scoreboard one letter for each slot
 */
record ApacheStatus(String scoreboard, Map<String, Double> measurements) {

    private static final Map<String, String> FIGURES = Map.of(
            "BusyWorkers", "busy-workers",
            "IdleWorkers", "idle-workers",
            "ReqPerSec", "requests-per-second",
            "Total Accesses", "accesses",
            "Uptime", "uptime");

    /** Nothing if it has no scoreboard, or one with letters that are not known. */
    static Optional<ApacheStatus> parse(byte[] text) {
        Optional<String> scoreboard = Optional.empty();
        Map<String, Double> measurements = new LinkedHashMap<>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).lines().toList()) {
            int colon = line.indexOf(": ");
            String name = colon < 0 ? "" : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 2).strip();
            String measured = FIGURES.get(name);
            if (measured != null && value.matches("[0-9]{0,18}(\\.[0-9]{1,18})?") && !value.isEmpty()) {
                measurements.put(measured, Double.valueOf(value));
            } else if (name.equals("Scoreboard") && scoreboard.isEmpty()) {
                scoreboard = Optional.of(value);
            }
        }
        return scoreboard
                .filter(board -> !board.isEmpty() && measured(board, measurements))
                .map(board -> new ApacheStatus(board, measurements));
    }

    /** Counts the slots of each kind; false if one is of none. */
    private static boolean measured(String board, Map<String, Double> measurements) {
        long known = 0;
        for (Slot slot : Slot.values()) {
            long count = board.chars().filter(letter -> letter == slot.letter()).count();
            known += count;
            measurements.put(slot.word(), (double) count);
            measurements.put(slot.share(), 100.0 * count / board.length());
        }
        measurements.put("slots", (double) board.length());
        return known == board.length();
    }

    int count(Slot slot) {
        return measurements.getOrDefault(slot.word(), 0.0).intValue();
    }
}
