package upkeep.control;

import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.Position;

/**
 * The three values that every method of {@link ManagerInterface} returns: exit code, standard output, standard error.
 * dbus-java reads the types from the type arguments, so they cannot be fixed here.
 */
public final class Reply<C, O, E> extends Tuple {

    @Position(0)
    public final C exitCode;

    @Position(1)
    public final O out;

    @Position(2)
    public final E err;

    public Reply(C exitCode, O out, E err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    static Reply<Integer, String, String> of(Answer answer) {
        return new Reply<>(answer.exitCode(), answer.out(), answer.err());
    }
}
