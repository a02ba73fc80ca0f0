package upkeep.target;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file: that it is there, whose it is, how old and how large, its checksum, and what is written in it.
 *
 * @param checksum which checksum is measured; absent if none is, since that reads the whole file
 * @param from where the search in a content begins when the file is seen for the first time
 * @param whole whether the whole content is searched each time, not only what was appended
 * @param ignore patterns of lines that are not searched
 */
public record FileTarget(
        Place place,
        Optional<Checksum> checksum,
        Optional<ExpectedChecksum> expected,
        From from,
        boolean whole,
        List<String> ignore)
        implements Target {

    public FileTarget {
        ignore = List.copyOf(ignore);
    }

    /** An end of a file. */
    public enum From {
        BEGINNING,
        END
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public String text() {
        return place.path();
    }

    @Override
    public List<String> measurements() {
        return Stream.concat(Place.MEASUREMENTS.stream(), Stream.of("matching-lines", "unread"))
                .toList();
    }

    @Override
    public List<String> texts() {
        return Stream.of(
                        Place.TEXTS.stream(),
                        checksum.isPresent() ? Stream.of("checksum") : Stream.<String>empty(),
                        Stream.of("matching-line"))
                .flatMap(texts -> texts)
                .toList();
    }

    @Override
    public boolean hasContent() {
        return true;
    }
}
