package upkeep.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

    /** What expectations can be of. */
    static final List<String> KINDS = List.of("file", "directory", "fifo");

    private static final List<String> OF_FILES = List.of("type", "size", "sha256", "sha1", "md5");
    private static final String RECORDED = "recorded";
    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{1,10}");

    private static final Kind<String> MODES = Kind.of(
            "a mode",
            "write three or four octal digits, such as \"0640\"",
            text -> MODE.matcher(text).matches()
                    ? Optional.of(text.length() == 3 ? "0" + text : text)
                    : Optional.empty());

    private static final Kind<String> ACCOUNTS = new Kind<>(
            text -> ACCOUNT.matcher(text).matches()
                    ? Optional.of(text)
                    : Kinds.ACCOUNT_NAME.parse().apply(text),
            Kinds.ACCOUNT_NAME.why(),
            Kinds.ACCOUNT_NAME.hint(),
            text -> text);

    private static final Kind<ByteSize> SIZES = Kind.of(
                    "a size", "write a number of bytes, or one with K, M, G or T", ByteSize::parse)
            .where(size -> !size.isInfinite(), "no file is so large", "write a number of bytes");

    private static final Kind<FileType> TYPES = Kind.word(List.of(FileType.values()));

    private final String kind;
    private final TargetContext context;
    private final Report report;
    private final Fields fields;
    private final Fields expect;

    PlaceReader(String kind, Words words, TargetContext context) {
        this.kind = kind;
        this.context = context;
        this.report = context.report();
        this.fields = context.isShort(kind)
                ? context.check().only(kind, "path", words)
                : context.check().map(kind, words);
        this.expect = context.check().map("expect", Words.EXPECT);
    }

    Optional<Target> file() {
        Optional<ExpectedChecksum> expected = expectedChecksum();
        FileType type = expect.read("type", TYPES, FileType.FILE);
        Optional<Place> place = place(type);
        Optional<Checksum> checksum = checksum(expected);
        From from = fields.read("from", Kind.word(List.of(From.END, From.BEGINNING)), Defaults.FILE_FROM);
        boolean whole = fields.read("whole", Kinds.YES_OR_NO, Defaults.FILE_WHOLE);
        if (whole && fields.has("from")) {
            report.error(
                    fields.at("from"), "cannot use from and whole together: the whole content has no end to begin at");
        }
        List<String> ignore = fields.list("ignore", Patterns.PATTERN).stream()
                .map(Located::value)
                .toList();
        if (type != FileType.FILE && checksum.isPresent()) {
            report.error(
                    expect.at("type"),
                    "cannot make a checksum of " + type.text() + ": only regular files are read",
                    "leave the checksum out");
        }
        return place.map(found -> new FileTarget(found, checksum, expected, from, whole, ignore));
    }

    Optional<Target> directory() {
        refuseOfFiles();
        boolean recursive = fields.read("recursive", Kinds.YES_OR_NO, Defaults.DIRECTORY_RECURSIVE);
        return place(FileType.DIRECTORY).map(place -> new DirectoryTarget(place, recursive));
    }

    Optional<Target> fifo() {
        refuseOfFiles();
        return place(FileType.FIFO).map(FifoTarget::new);
    }

    private Optional<Place> place(FileType type) {
        if (fields.lacks("path")) {
            report.error(
                    fields.position(), "cannot look at a " + kind + ": path is missing", "write path: /the/whole/path");
        }
        Optional<String> path = fields.read("path", Kinds.PATH).map(this::filled);
        boolean exists = fields.read("exists", Kinds.YES_OR_NO, Defaults.FILE_EXISTS);
        boolean follow = fields.read("follow", Kinds.YES_OR_NO, Defaults.FILE_FOLLOW);
        if (!exists && !expect.all().isEmpty()) {
            report.error(
                    context.check().at("expect"),
                    "cannot expect anything of what must not exist",
                    "leave out expect:, or exists: false");
        }
        Optional<String> mode = expect.read("mode", MODES);
        Optional<String> owner = expect.read("owner", ACCOUNTS);
        Optional<String> group = expect.read("group", ACCOUNTS);
        Optional<ByteSize> size = expect.read("size", SIZES);
        return path.map(found -> new Place(found, exists, follow, type, mode, owner, group, size));
    }

    private String filled(String path) {
        return fields.entry("path")
                .map(entry -> context.placeholders().fill(path, entry.value().position()))
                .orElse(path);
    }

    private void refuseOfFiles() {
        for (String key : OF_FILES) {
            if (expect.has(key)) {
                report.error(
                        expect.at(key),
                        "cannot expect " + key + " of a " + kind + ": only files have one",
                        "leave it out, or write file: instead of " + kind + ":");
            }
        }
    }

    private Optional<ExpectedChecksum> expectedChecksum() {
        Optional<ExpectedChecksum> found = Optional.empty();
        for (Checksum checksum : Checksum.values()) {
            String key = checksum.word();
            if (found.isPresent() && expect.has(key)) {
                report.error(
                        expect.at(key),
                        "cannot use two checksums: one tells as much",
                        "keep " + found.get().checksum().word());
            } else if (expect.has(key)) {
                found = expect.read(key, digests(checksum))
                        .map(text -> new ExpectedChecksum(
                                checksum, text.equals(RECORDED) ? Optional.empty() : Optional.of(text)));
            }
        }
        return found;
    }

    private static Kind<String> digests(Checksum checksum) {
        Pattern digits = Pattern.compile("[0-9a-f]{" + checksum.digits() + "}");
        return Kind.of(
                "a checksum",
                "write recorded, or " + checksum.digits() + " hexadecimal digits as " + checksum.word() + "sum prints",
                text -> {
                    String lower = text.toLowerCase(Locale.ROOT);
                    return lower.equals(RECORDED) || digits.matcher(lower).matches()
                            ? Optional.of(lower)
                            : Optional.empty();
                });
    }

    /** What is written, or what the expected one needs. */
    private Optional<Checksum> checksum(Optional<ExpectedChecksum> expected) {
        Optional<Checksum> written = fields.read("checksum", Kind.word(List.of(Checksum.values())));
        if (written.isPresent()
                && expected.isPresent()
                && written.get() != expected.get().checksum()) {
            report.error(
                    fields.at("checksum"),
                    "cannot use two checksums: one tells as much",
                    "keep " + expected.get().checksum().word());
        }
        return written.or(() -> expected.map(ExpectedChecksum::checksum));
    }
}
