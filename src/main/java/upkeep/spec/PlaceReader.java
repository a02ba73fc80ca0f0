package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;
import upkeep.target.Checksum;
import upkeep.target.DirectoryTarget;
import upkeep.target.ExpectedChecksum;
import upkeep.target.FifoTarget;
import upkeep.target.FileTarget;
import upkeep.target.FileTarget.From;
import upkeep.target.FileType;
import upkeep.target.Place;
import upkeep.target.Target;

/**
 * Reads which path is looked at, {@code file: /var/log/syslog} or a map, and what is expected of it, which stands in the
 * check beside that.
 */
final class PlaceReader {

    private static final List<Key<?>> OF_FILES =
            List.of(PlaceKeys.TYPE, PlaceKeys.SIZE, PlaceKeys.SHA256, PlaceKeys.SHA1, PlaceKeys.MD5);
    private final String kind;
    private final TargetContext context;
    private final Report report;
    private final Fields fields;
    private final Fields expect;

    PlaceReader(Key<Form.Brief> kind, TargetContext context) {
        this.kind = kind.name();
        this.context = context;
        this.report = context.report();
        this.fields = context.fields(kind, PlaceKeys.PATH);
        this.expect = context.check().map(PlaceKeys.EXPECT);
    }

    Optional<Target> file() {
        Optional<ExpectedChecksum> expected = expectedChecksum();
        FileType type = expect.read(PlaceKeys.TYPE, FileType.FILE);
        Optional<Place> place = place(type);
        Optional<Checksum> checksum = checksum(expected);
        From from = fields.get(PlaceKeys.FROM);
        boolean whole = fields.get(PlaceKeys.WHOLE);
        if (whole && fields.has(PlaceKeys.FROM)) {
            report.error(
                    fields.at(PlaceKeys.FROM),
                    "cannot use from and whole together: the whole content has no end to begin at");
        }
        List<String> ignore =
                fields.list(PlaceKeys.IGNORE).stream().map(Located::value).toList();
        if (type != FileType.FILE && checksum.isPresent()) {
            report.error(
                    expect.at(PlaceKeys.TYPE),
                    "cannot make a checksum of " + type.text() + ": only regular files are read",
                    "leave the checksum out");
        }
        return place.map(found -> new FileTarget(found, checksum, expected, from, whole, ignore));
    }

    Optional<Target> directory() {
        refuseOfFiles();
        boolean recursive = fields.get(PlaceKeys.RECURSIVE);
        return place(FileType.DIRECTORY).map(place -> new DirectoryTarget(place, recursive));
    }

    Optional<Target> fifo() {
        refuseOfFiles();
        return place(FileType.FIFO).map(FifoTarget::new);
    }

    private Optional<Place> place(FileType type) {
        if (fields.lacks(PlaceKeys.PATH)) {
            report.error(
                    fields.position(), "cannot look at a " + kind + ": path is missing", "write path: /the/whole/path");
        }
        Optional<String> path = fields.read(PlaceKeys.PATH).map(this::filled);
        boolean exists = fields.get(PlaceKeys.EXISTS);
        boolean follow = fields.get(PlaceKeys.FOLLOW);
        if (!exists && !expect.all().isEmpty()) {
            report.error(
                    context.check().at(PlaceKeys.EXPECT),
                    "cannot expect anything of what must not exist",
                    "leave out expect:, or exists: false");
        }
        Optional<String> mode = expect.read(PlaceKeys.MODE);
        Optional<String> owner = expect.read(PlaceKeys.OWNER);
        Optional<String> group = expect.read(PlaceKeys.GROUP);
        Optional<ByteSize> size = expect.read(PlaceKeys.SIZE);
        return path.map(found -> new Place(found, exists, follow, type, mode, owner, group, size));
    }

    private String filled(String path) {
        return fields.entry(PlaceKeys.PATH)
                .map(entry -> context.placeholders().fill(path, entry.value().position()))
                .orElse(path);
    }

    private void refuseOfFiles() {
        for (Key<?> key : OF_FILES) {
            if (expect.has(key)) {
                report.error(
                        expect.at(key),
                        "cannot expect " + key.name() + " of a " + kind + ": only files have one",
                        "leave it out, or write file: instead of " + kind + ":");
            }
        }
    }

    private Optional<ExpectedChecksum> expectedChecksum() {
        Optional<ExpectedChecksum> found = Optional.empty();
        for (Checksum checksum : Checksum.values()) {
            Key<Form.Value<String>> key = PlaceKeys.of(checksum);
            if (found.isPresent() && expect.has(key)) {
                report.error(
                        expect.at(key),
                        "cannot use two checksums: one tells as much",
                        "keep " + found.get().checksum().word());
            } else if (expect.has(key)) {
                found = expect.read(key)
                        .map(text -> new ExpectedChecksum(
                                checksum, text.equals(PlaceKeys.RECORDED) ? Optional.empty() : Optional.of(text)));
            }
        }
        return found;
    }

    /** What is written, or what the expected one needs. */
    private Optional<Checksum> checksum(Optional<ExpectedChecksum> expected) {
        Optional<Checksum> written = fields.read(PlaceKeys.CHECKSUM);
        if (written.isPresent()
                && expected.isPresent()
                && written.get() != expected.get().checksum()) {
            report.error(
                    fields.at(PlaceKeys.CHECKSUM),
                    "cannot use two checksums: one tells as much",
                    "keep " + expected.get().checksum().word());
        }
        return written.or(() -> expected.map(ExpectedChecksum::checksum));
    }
}
