package upkeep.harden;

import java.util.Locale;
import upkeep.spec.Permission;

/** Something that hardening would take and that a service is left: a word of a spec. */
public sealed interface Concession {

    /** A word of {@code allow}. */
    record Allow(Permission permission) implements Concession {
        @Override
        public String text() {
            return "allow " + permission.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** {@code runtime: jit}. */
    record JustInTime() implements Concession {
        @Override
        public String text() {
            return "runtime jit";
        }
    }

    /** What the spec would say: {@code allow change-user}. */
    String text();
}
