package upkeep.spec;

import java.util.List;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What is watched in the file system, for something to be started; see systemd.path(5). */
final class PathKeys {

    static final String PATH_SECTION = "Path";
    static final String STARTED_BY = "paths.target";

    /** What is watched. */
    static final List<DirectiveKey<?>> WATCHED = List.of(
            watched("PathExists", "exists", "as soon, and again as long, as the file or directory is there"),
            watched(
                    "PathExistsGlob",
                    "exists-glob",
                    "the same for a pattern as in glob(7), such as `/srv/inbox/*.xml`"),
            watched("PathChanged", "changed", "when the file was written and closed, created, moved or deleted"),
            watched("PathModified", "modified", "the same, and at every write"),
            watched(
                    "DirectoryNotEmpty",
                    "directory-not-empty",
                    "as soon, and again as long, as anything lies in the directory"));

    private static final List<DirectiveKey<?>> MANNERS = List.of(
            DirectiveKey.word(
                    PATH_SECTION,
                    "MakeDirectory",
                    Key.value("make-directory", Kinds.YES_OR_NO)
                            .otherwise("`false`")
                            .means("directories that are watched are made where there are none")),
            DirectiveKey.word(
                    PATH_SECTION,
                    "DirectoryMode",
                    Key.value("directory-mode", PlaceKeys.MODES)
                            .otherwise("`0755`")
                            .means("their mode")),
            DirectiveKey.rate(
                    PATH_SECTION,
                    "TriggerLimit",
                    Key.value("trigger-limit", RestartKeys.RATE)
                            .otherwise("`200 per 2s`")
                            .means("how often it may start something at most; it fails once that is exceeded")));

    /** What it is told, in the order in which systemd reads it. */
    static final List<DirectiveKey<?>> DIRECTIVES =
            Stream.of(WATCHED, MANNERS).<DirectiveKey<?>>flatMap(List::stream).toList();

    static final Key<Value<TimeSpan>> DELAY = Key.value(
                    "delay",
                    Kinds.FINITE
                            .where(
                                    span -> span.microseconds() >= 1_000 && span.microseconds() <= 3_600_000_000L,
                                    "it must be from 1ms to 1h",
                                    "write a time span such as 2s")
                            .called("time span, `1ms` to `1h`"))
            .means("with `restart`: how long after a change that comes; what changes meanwhile leads to no other");

    static final Key<Form.Map> SERVICE = TimerKeys.SERVICE;
    static final Key<Values<UnitName>> WANTED_BY = OwnUnitKeys.wantedBy(STARTED_BY);
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.PATH);

    static final Vocabulary PATH = OwnUnitKeys.vocabulary(
            "a path",
            DIRECTIVES,
            List.of(DELAY, SERVICE, TimerKeys.STARTS, TimerKeys.RESTART, WANTED_BY, ServiceKeys.TARGET),
            UNIT);

    private PathKeys() {}

    private static DirectiveKey<Values<String>> watched(String directive, String name, String meaning) {
        return DirectiveKey.lines(
                PATH_SECTION, directive, Key.values(name, Kinds.PATH).means(meaning));
    }
}
