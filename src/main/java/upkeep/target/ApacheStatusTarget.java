package upkeep.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the workers of an Apache HTTP server are doing, as its mod_status tells programs: {@code /server-status?auto}. */
public record ApacheStatusTarget(HttpCall call) implements Target {

    /** What a slot of the scoreboard can be doing; each is measured, and its share of all slots. */
    public enum Slot {
        WAIT('_'),
        START('S'),
        REQUEST('R'),
        REPLY('W'),
        KEEPALIVE('K'),
        DNS('D'),
        CLOSE('C'),
        LOG('L'),
        GRACEFUL('G'),
        CLEANUP('I'),
        OPEN('.');

        private final char letter;

        Slot(char letter) {
            this.letter = letter;
        }

        /** Its sign on the scoreboard. */
        public char letter() {
            return letter;
        }

        /** Its name as a measurement. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The name of its share, in percent. */
        public String share() {
            return word() + "-percent";
        }
    }

    @Override
    public String kind() {
        return "apache-status";
    }

    @Override
    public String text() {
        return call.text();
    }

    @Override
    public List<String> hosts() {
        return call.hosts();
    }

    @Override
    public List<String> measurements() {
        List<String> all = new ArrayList<>(HttpCall.MEASUREMENTS);
        for (Slot slot : Slot.values()) {
            all.add(slot.word());
            all.add(slot.share());
        }
        all.addAll(List.of("slots", "busy-workers", "idle-workers", "requests-per-second", "accesses", "uptime"));
        return all;
    }

    @Override
    public List<String> texts() {
        return TlsOptions.TEXTS;
    }
}
