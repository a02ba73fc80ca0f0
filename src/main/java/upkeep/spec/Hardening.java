package upkeep.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Exposure;

/**
 * What a service shall not be able to do, said by what it needs: a level, and what the application takes beyond that.
 *
 * @param network whom it may talk to
 * @param writable absolute paths that it may write to beside its {@code directories}
 * @param allow what it does that the level would take from it, in the order of {@link Permission}
 * @param ceiling the exposure that it must not exceed
 */
public record Hardening(
        Level level,
        RuntimeKind runtime,
        Network network,
        List<String> writable,
        Set<Permission> allow,
        Optional<Exposure> ceiling) {

    public Hardening {
        writable = List.copyOf(writable);
        EnumSet<Permission> ordered = EnumSet.noneOf(Permission.class);
        ordered.addAll(allow);
        allow = Collections.unmodifiableSet(ordered);
    }

    /** How much is taken from it; each level has all of those before. */
    public enum Level {
        /** Nothing is written at all. */
        NONE,
        /** What nearly every application does without noticing. */
        BASELINE,
        /** Neither capabilities nor devices, a read-only system, the system calls of ordinary services. */
        STRICT,
        /** Whatever can be taken; users of its own, no memory that is both written and run. */
        PARANOID
    }

    /** Whether the code that runs is there from the beginning. */
    public enum RuntimeKind {
        NATIVE,
        /** It is made while it runs, as by Java and Node: memory that was written is run. */
        JIT
    }

    /** Whom the service may talk to over the network. Sockets of the machine, AF_UNIX, are not meant. */
    public enum Network {
        ANY,
        /** This machine alone. */
        LOCAL,
        /** Nobody: its network has nothing but a loopback of its own. */
        NONE
    }
}
