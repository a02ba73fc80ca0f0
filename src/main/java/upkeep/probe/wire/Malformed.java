package upkeep.probe.wire;

/** Bytes from outside are not what their protocol says; the text goes on where "127.0.0.1:3306 " ends. */
public final class Malformed extends Exception {

    public Malformed(String text) {
        super(text, null, false, false);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
