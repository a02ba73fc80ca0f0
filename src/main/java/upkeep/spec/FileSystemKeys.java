package upkeep.spec;

import static upkeep.spec.DirectiveKey.line;
import static upkeep.spec.DirectiveKey.lines;
import static upkeep.spec.DirectiveKey.word;
import static upkeep.spec.DirectiveKey.words;

import java.util.List;
import java.util.Optional;

/** The file system as a service sees it, and the files that it makes. */
final class FileSystemKeys {

    private static final String CLEAN = "[^\\s\"'\\\\:]+";

    private static final Kind<String> BIND = Kind.text(
                    text -> text.matches("-?/" + CLEAN + "(:/" + CLEAN + "(:(no)?(rbind|idmap|bind))?)?")
                            ? Optional.empty()
                            : Optional.of("it is not a path, or two with a colon between them"),
                    "write /from or /from:/to; paths with blanks or quotes go under unit:")
            .called("`/FROM:/TO` or path", "`/FROM:/TO` or paths")
            .matching("^-?/[^\\s]+$");

    private static final Kind<String> EMPTY = Kind.text(
                    text -> text.matches("/" + CLEAN + "(:[A-Za-z0-9=,%_.-]+)?")
                            ? Optional.empty()
                            : Optional.of("it is not a path, or one with options of tmpfs(5) behind a colon"),
                    "write such as /var or /var:size=10M,ro")
            .called("path or `/PATH:OPTIONS`", "paths or `/PATH:OPTIONS`")
            .matching("^/[^\\s]+$");

    private static final DirectiveKey<Form.Value<String>> ROOT = line(
            "RootDirectory",
            "root-directory",
            Kinds.PATH,
            "the folder that it sees as `/`; programs are found in there");
    private static final DirectiveKey<Form.Value<String>> IMAGE =
            line("RootImage", "root-image", Kinds.PATH, "the same, out of a disk image");

    static final DirectiveKey<Form.Map> FILE_SYSTEM = DirectiveKey.map(
            "file-system",
            "the file system as it sees it",
            List.of(
                    ROOT,
                    IMAGE,
                    lines(
                            "BindPaths",
                            "bind-paths",
                            BIND,
                            "what it sees at another place; with `-` before it, if it exists"),
                    lines("BindReadOnlyPaths", "bind-read-only-paths", BIND, "the same, not to be written to"),
                    lines(
                            "TemporaryFileSystem",
                            "temporary-file-systems",
                            EMPTY,
                            "where it sees an empty folder in memory")),
            FileSystemKeys::check);

    static final DirectiveKey<Form.Value<String>> UMASK =
            word("UMask", "umask", DirectiveKinds.MODE, "rights that files it makes do not have");

    static final DirectiveKey<Form.Values<String>> GROUPS = words(
            "SupplementaryGroups",
            "supplementary-groups",
            Kinds.ACCOUNT_NAME,
            "further groups of its user; they must exist");

    private FileSystemKeys() {}

    private static void check(Fields fields, SetList to) {
        if (fields.has(ROOT.key()) && fields.has(IMAGE.key())) {
            fields.report()
                    .error(
                            fields.at(IMAGE.key()),
                            "cannot use root-directory and root-image together: there is one root",
                            "leave one of them out");
        }
    }
}
