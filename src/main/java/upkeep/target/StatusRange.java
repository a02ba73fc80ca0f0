package upkeep.target;

/** Status codes of HTTP, or exit statuses, from {@code first} to {@code last}, both included. */
public record StatusRange(int first, int last) {
    public boolean contains(int status) {
        return first <= status && status <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
