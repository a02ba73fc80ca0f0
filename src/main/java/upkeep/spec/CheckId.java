package upkeep.spec;

/** Names a check everywhere: {@code web/liveness} for a service's probe, {@code clock} for one of its own. */
public record CheckId(String text) implements Comparable<CheckId> {

    public static CheckId ofProbe(String service, Role role) {
        return new CheckId(service + "/" + role.word());
    }

    /** Whether it is a service's probe. */
    public boolean isProbe() {
        return text.indexOf('/') >= 0;
    }

    /** What a service's probe is for. */
    public enum Role {
        STARTUP,
        LIVENESS,
        READINESS;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Override
    public int compareTo(CheckId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
