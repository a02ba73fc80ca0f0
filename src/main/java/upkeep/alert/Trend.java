package upkeep.alert;

import upkeep.base.Humane;

/**
 * How often a service was restarted in the last seven days, and in the seven before: what heals each time, and comes ever more often, is
 * told before it no longer heals.
 */
public record Trend(int before, int lately) {

    private static final int LEAST = 6;
    private static final int TIMES = 3;

    /** Whether restarts have become so many more that somebody is to know. */
    public boolean rises() {
        return lately >= LEAST && lately >= TIMES * before;
    }

    /** In half a sentence. */
    public String text() {
        return "was restarted " + Humane.count(lately, "time") + " in the last 7 days, and " + before
                + " in the 7 before";
    }
}
