package upkeep.probe;

/** Bytes from outside are not what their protocol says; the text goes on where "127.0.0.1:3306 " ends. */
final class Malformed extends Exception {

    Malformed(String text) {
        super(text, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
