package upkeep.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.ByteSize;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.Checksum;
import upkeep.target.FileTarget.From;
import upkeep.target.FileType;

/** Which path is looked at, and what is expected of it. */
final class PlaceKeys {

    static final String RECORDED = "recorded";

    private static final Pattern MODE_FORM = Pattern.compile("[0-7]{3,4}");
    private static final Pattern ACCOUNT_NUMBER = Pattern.compile("[0-9]{1,10}");

    static final Kind<String> MODES = Kind.of(
                    "a mode",
                    "write three or four octal digits, such as \"0640\"",
                    text -> MODE_FORM.matcher(text).matches()
                            ? Optional.of(text.length() == 3 ? "0" + text : text)
                            : Optional.empty())
            .called("three or four octal digits")
            .matching("^[0-7]{3,4}$");

    private static final Kind<String> ACCOUNTS = new Kind<>(
            text -> ACCOUNT_NUMBER.matcher(text).matches()
                    ? Optional.of(text)
                    : Kinds.ACCOUNT_NAME.parse().apply(text),
            Kinds.ACCOUNT_NAME.why(),
            Kinds.ACCOUNT_NAME.hint(),
            text -> text,
            new Shape.Text("name or number", "names or numbers", "^([0-9]{1,10}|[A-Za-z_][A-Za-z0-9_-]{0,30})$"));

    private static final Kind<ByteSize> SIZES = Kind.of(
                    "a size", "write a number of bytes, or one with K, M, G or T", ByteSize::parse)
            .where(size -> !size.isInfinite(), "no file is so large", "write a number of bytes")
            .matching(Kinds.SIZE_PATTERN);

    static final Key<Value<String>> PATH =
            Key.value("path", Kinds.PATH).need().means("what is looked at; `${port}` is filled in");
    static final Key<Usual<Boolean>> EXISTS =
            Key.usual("exists", Kinds.YES_OR_NO, Defaults.FILE_EXISTS).means("whether it must be there, or must not");
    static final Key<Usual<Boolean>> FOLLOW = Key.usual("follow", Kinds.YES_OR_NO, Defaults.FILE_FOLLOW)
            .means("whether a symbolic link stands for what it points to, or is looked at itself");
    static final Key<Value<Checksum>> CHECKSUM = Key.value("checksum", Kind.word(List.of(Checksum.values())))
            .otherwise("what `expect` needs, else none")
            .means("which checksum is measured");
    static final Key<Usual<From>> FROM = Key.usual(
                    "from", Kind.word(List.of(From.END, From.BEGINNING)), Defaults.FILE_FROM)
            .means("where the search in the content begins when the file is seen for the first time");
    static final Key<Usual<Boolean>> WHOLE = Key.usual("whole", Kinds.YES_OR_NO, Defaults.FILE_WHOLE)
            .means("whether the whole content is searched each time, not only what was appended");
    static final Key<Values<String>> IGNORE =
            Key.values("ignore", Patterns.PATTERN).means("lines that are not searched, such as `'^debug'`");

    static final Key<Brief> FILE = Key.brief(
                    "file", Vocabulary.of("file", PATH, EXISTS, FOLLOW, CHECKSUM, FROM, WHOLE, IGNORE), PATH)
            .means("a file: whose it is, how old and large, its checksum, what is written in it");

    static final Key<Usual<Boolean>> RECURSIVE = Key.usual("recursive", Kinds.YES_OR_NO, Defaults.DIRECTORY_RECURSIVE)
            .means("whether what is measured of its entries is of all below it");

    static final Key<Brief> DIRECTORY = Key.brief(
                    "directory", Vocabulary.of("directory", PATH, EXISTS, FOLLOW, RECURSIVE), PATH)
            .means("a directory, and what is in it");

    static final Key<Brief> FIFO =
            Key.brief("fifo", Vocabulary.of("fifo", PATH, EXISTS, FOLLOW), PATH).means("a named pipe, from outside");

    static final Key<Value<FileType>> TYPE = Key.value("type", Kind.word(List.of(FileType.values())))
            .otherwise("`file`")
            .means("what it is; of `file` alone");
    static final Key<Value<String>> MODE =
            Key.value("mode", MODES).means("`\"0640\"`, or `\"4755\"` for a set-user-ID program");
    static final Key<Value<String>> OWNER = Key.value("owner", ACCOUNTS).means("whose it is");
    static final Key<Value<String>> GROUP = Key.value("group", ACCOUNTS).means("its group");
    static final Key<Value<ByteSize>> SIZE = Key.value("size", SIZES).means("to the byte; of `file` alone");
    static final Key<Value<String>> SHA256 = digest(Checksum.SHA256);
    static final Key<Value<String>> SHA1 = digest(Checksum.SHA1);
    static final Key<Value<String>> MD5 = digest(Checksum.MD5);

    static final Key<Form.Map> EXPECT = Key.map(
                    "expect", Vocabulary.of("expect", TYPE, MODE, OWNER, GROUP, SIZE, SHA256, SHA1, MD5))
            .means("what a file, directory or fifo must be, [checks.md](checks.md#expect)");

    private PlaceKeys() {}

    /** The key for the checksum that is expected. */
    static Key<Value<String>> of(Checksum checksum) {
        return switch (checksum) {
            case SHA256 -> SHA256;
            case SHA1 -> SHA1;
            case MD5 -> MD5;
        };
    }

    private static Key<Value<String>> digest(Checksum checksum) {
        return Key.value(checksum.word(), digests(checksum))
                .means("its checksum, in hexadecimal digits; or the first that is seen, below. Of `file` alone");
    }

    private static Kind<String> digests(Checksum checksum) {
        Pattern digits = Pattern.compile("[0-9a-f]{" + checksum.digits() + "}");
        return Kind.of(
                        "a checksum",
                        "write recorded, or " + checksum.digits() + " hexadecimal digits as " + checksum.word()
                                + "sum prints",
                        text -> {
                            String lower = text.toLowerCase(Locale.ROOT);
                            return lower.equals(RECORDED)
                                            || digits.matcher(lower).matches()
                                    ? Optional.of(lower)
                                    : Optional.empty();
                        })
                .called(checksum.digits() + " hexadecimal digits, or `" + RECORDED + "`")
                .matching("^([0-9A-Fa-f]{" + checksum.digits() + "}|[Rr][Ee][Cc][Oo][Rr][Dd][Ee][Dd])$");
    }
}
