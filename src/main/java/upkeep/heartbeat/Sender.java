package upkeep.heartbeat;

/** Who tells of a job. */
public sealed interface Sender {

    /** As people are told. */
    String text();

    /** A user of this machine, as the kernel says. */
    record User(String name, boolean isRoot) implements Sender {
        @Override
        public String text() {
            return name;
        }
    }

    /** Whoever knows a token. */
    record Bearer(String token) implements Sender {
        @Override
        public String text() {
            return "somebody with a token";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
