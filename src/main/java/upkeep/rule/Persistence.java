package upkeep.rule;

import upkeep.base.Humane;
import upkeep.base.TimeSpan;

/** How long, or how often, an expression must be true before its condition is met. */
sealed interface Persistence {

    /** What a condition adds to its expression; empty, or beginning with a blank. */
    String text();

    /** What a sentence adds to what was seen. */
    String words();

    /** Whether it counts checks, so that looks in between mean nothing to it. */
    boolean countsChecks();

    record Once() implements Persistence {
        @Override
        public String text() {
            return "";
        }

        @Override
        public String words() {
            return "";
        }

        @Override
        public boolean countsChecks() {
            return false;
        }
    }

    record Lasting(TimeSpan span) implements Persistence {
        @Override
        public String text() {
            return " for " + span;
        }

        @Override
        public String words() {
            return ", for " + Humane.duration(span);
        }

        @Override
        public boolean countsChecks() {
            return false;
        }
    }

    record InRow(int checks) implements Persistence {
        @Override
        public String text() {
            return " for " + Humane.count(checks, "check");
        }

        @Override
        public String words() {
            return ", in " + Humane.count(checks, "check") + " in a row";
        }

        @Override
        public boolean countsChecks() {
            return true;
        }
    }

    record Often(int times, TimeSpan within) implements Persistence {
        @Override
        public String text() {
            return " " + times + " times within " + within;
        }

        @Override
        public String words() {
            return ", " + Humane.count(times, "time") + " within " + Humane.duration(within);
        }

        @Override
        public boolean countsChecks() {
            return false;
        }
    }

    record OftenOfChecks(int times, int checks) implements Persistence {
        @Override
        public String text() {
            return " " + times + " times within " + Humane.count(checks, "check");
        }

        @Override
        public String words() {
            return ", " + Humane.count(times, "time") + " within " + Humane.count(checks, "check");
        }

        @Override
        public boolean countsChecks() {
            return true;
        }
    }
}
