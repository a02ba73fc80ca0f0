package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** How files that a service logs to are rotated. */
final class RotationKeys {

    private static final Kind<String> FILE = Kinds.PATH
            .where(
                    path -> path.matches("[^\"\\\\*?\\[{}]*"),
                    "logrotate would take \", \\, *, ?, [, { and } in it for a pattern",
                    "name each file")
            .matching("^/[^\\r\\n\"\\\\*?\\[{}]*$");

    static final Key<Values<String>> FILES =
            Key.values("files", FILE).means("log files that it opens itself; it is told by `reload` to open them anew");
    static final Key<Usual<Rotation.Every>> EVERY = Key.usual(
                    "every", Kind.word(List.of(Rotation.Every.values())), Defaults.ROTATE_EVERY)
            .means("how often; logrotate itself looks once a day on Debian");
    static final Key<Value<ByteSize>> SIZE =
            Key.value("size", Kinds.SIZE).means("a file that is larger is rotated at the next look");
    static final Key<Usual<Integer>> KEEP =
            Key.usual("keep", Kind.whole(0, 10_000), Defaults.ROTATE_KEEP).means("how many old files stay");
    static final Key<Usual<Boolean>> COMPRESS =
            Key.usual("compress", Kinds.YES_OR_NO, Defaults.ROTATE_COMPRESS).means("whether old files are packed");
    static final Key<Usual<Boolean>> DELAY_COMPRESS = Key.usual(
                    "delay-compress", Kinds.YES_OR_NO, Defaults.ROTATE_DELAY_COMPRESS)
            .means("whether the newest of them is not yet, since it may still be written to");
    static final Key<Usual<String>> CREATE =
            Key.usual("create", DirectiveKinds.MODE, Defaults.ROTATE_MODE).means("mode of the new one of `files`");

    static final Key<Form.Map> ROTATE = Key.map(
                    "rotate", Vocabulary.of("rotate", FILES, EVERY, SIZE, KEEP, COMPRESS, DELAY_COMPRESS, CREATE))
            .means("how files that it logs to are rotated, by logrotate(8)");

    private RotationKeys() {}

    /** What is said of rotation under {@code logging:}. */
    static void read(Fields logging, SetList to) {
        if (!logging.has(ROTATE)) {
            return;
        }
        Fields rotate = logging.map(ROTATE);
        List<String> own =
                rotate.list(FILES).stream().map(Located::value).distinct().toList();
        List<String> held = held(logging);
        Rotation rotation = new Rotation(
                held,
                own,
                rotate.get(EVERY),
                rotate.read(SIZE),
                rotate.get(KEEP),
                rotate.get(COMPRESS),
                rotate.get(DELAY_COMPRESS),
                rotate.get(CREATE));
        if (held.isEmpty() && rotate.lacks(FILES)) {
            rotate.report()
                    .error(
                            logging.at(ROTATE),
                            "cannot rotate anything: no output goes to a file",
                            "write stdout: append:/var/log/…, or rotate: {files: …}; journald bounds the journal by itself");
        }
        to.rotate(rotation);
    }

    /** What systemd holds open stays open, so that the file is copied and emptied; only appending goes on at the new end. */
    private static List<String> held(Fields logging) {
        List<String> held = new ArrayList<>();
        for (Key<?> key : List.of(LoggingKeys.STDOUT, LoggingKeys.STDERR)) {
            Optional<String> destination = logging.entry(key)
                    .map(Node.Entry::value)
                    .filter(Node.Scalar.class::isInstance)
                    .map(value -> ((Node.Scalar) value).text());
            Optional<String> file = destination.flatMap(LoggingKeys::file);
            if (file.isPresent() && !destination.get().startsWith("append:")) {
                logging.report()
                        .error(
                                logging.value(key),
                                "cannot rotate " + file.get() + ": systemd would go on writing at the old place in it",
                                "write append:" + file.get());
            } else if (file.isPresent() && FILE.parse().apply(file.get()).isEmpty()) {
                logging.report()
                        .error(
                                logging.value(key),
                                "cannot rotate " + file.get() + ": "
                                        + FILE.why().apply(file.get()),
                                "choose another name");
            } else {
                file.filter(path -> !held.contains(path)).ifPresent(held::add);
            }
        }
        return held;
    }
}
