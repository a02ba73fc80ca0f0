package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;

/**
 * A program that is run as a oneshot unit of its own, which {@code apply} writes and upkeepd only starts by name.
 *
 * @param position where the spec says it
 * @param unit unique in the plan
 * @param use what it is run for
 * @param command the program, an absolute path, and its arguments
 * @param user whom it runs as
 * @param group its group; absent for the user's own
 * @param timeout when it is ended
 * @param writable the folders and files it may write, beside a {@code /tmp} of its own
 */
public record ProgramUnit(
        SourcePos position,
        UnitName unit,
        Use use,
        List<String> command,
        String user,
        Optional<String> group,
        TimeSpan timeout,
        List<String> writable) {

    /** What a program is run for. */
    public enum Use {
        /** A check failed, or a rule holds: {@code upkeep-run-SUBJECT-N.service}. */
        ACTION,
        /** It tells somebody: {@code upkeep-tell-RECEIVER.service}. */
        RECEIVER,
        /** It hands mail to the mail system of this machine, part of which runs with rights of its own. */
        MAILER
    }

    public ProgramUnit {
        command = List.copyOf(command);
        writable = List.copyOf(writable);
    }

    /** The unit of the program that tells a receiver; nothing if that has no name that can be. */
    static Optional<UnitName> ofReceiver(String receiver) {
        return UnitName.parse("upkeep-tell-" + Names.inUnit(receiver) + ".service");
    }
}
