package upkeep.target;

import java.util.List;

/** A named pipe, fifo(7). It is never opened, which would wake up who waits at its other end. */
public record FifoTarget(Place place) implements Target {
    @Override
    public String kind() {
        return "fifo";
    }

    @Override
    public String text() {
        return place.path();
    }

    @Override
    public List<String> measurements() {
        return Place.MEASUREMENTS;
    }

    @Override
    public List<String> texts() {
        return Place.TEXTS;
    }
}
