package upkeep.target;

import java.util.List;
import java.util.stream.Stream;

/**
 * A directory: that it is there, whose it is, and what is in it.
 *
 * @param recursive whether what is measured of its entries is of all below it
 */
public record DirectoryTarget(Place place, boolean recursive) implements Target {

    /** What takes a look at the entries, which needs the right to list them. */
    public static final List<String> OF_ENTRIES = List.of("entries", "newest-age", "oldest-age", "total-size");

    @Override
    public String kind() {
        return "directory";
    }

    @Override
    public String text() {
        return place.path();
    }

    @Override
    public List<String> measurements() {
        return Stream.concat(Place.MEASUREMENTS.stream(), OF_ENTRIES.stream()).toList();
    }

    @Override
    public List<String> texts() {
        return Place.TEXTS;
    }
}
