package upkeep.spec;

import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.OwnUnit.Manner;
import upkeep.unit.UnitType;

/** What is watched in the file system, for something to be started; see systemd.path(5). */
final class PathKeys {

    static final String PATH_SECTION = "Path";
    static final String STARTED_BY = "paths.target";

    static final Key<Values<String>> EXISTS = Key.values("exists", Kinds.PATH)
            .means("`PathExists=`: as soon, and again as long, as the file or directory is there");
    static final Key<Values<String>> EXISTS_GLOB = Key.values("exists-glob", Kinds.PATH)
            .means("`PathExistsGlob=`: the same for a pattern as in glob(7), such as `/srv/inbox/*.xml`");
    static final Key<Values<String>> CHANGED = Key.values("changed", Kinds.PATH)
            .means("`PathChanged=`: when the file was written and closed, created, moved or deleted");
    static final Key<Values<String>> MODIFIED =
            Key.values("modified", Kinds.PATH).means("`PathModified=`: the same, and at every write");
    static final Key<Values<String>> DIRECTORY_NOT_EMPTY = Key.values("directory-not-empty", Kinds.PATH)
            .means("`DirectoryNotEmpty=`: as soon, and again as long, as anything lies in the directory");

    /** What is watched. */
    static final List<UnitDirectiveKey> WATCHED = List.of(
            UnitDirectiveKey.values(EXISTS, PATH_SECTION, "PathExists").as(Manner.PATH),
            UnitDirectiveKey.values(EXISTS_GLOB, PATH_SECTION, "PathExistsGlob").as(Manner.PATH),
            UnitDirectiveKey.values(CHANGED, PATH_SECTION, "PathChanged").as(Manner.PATH),
            UnitDirectiveKey.values(MODIFIED, PATH_SECTION, "PathModified").as(Manner.PATH),
            UnitDirectiveKey.values(DIRECTORY_NOT_EMPTY, PATH_SECTION, "DirectoryNotEmpty")
                    .as(Manner.PATH));

    static final Key<Value<Boolean>> MAKE_DIRECTORY = Key.value("make-directory", Kinds.YES_OR_NO)
            .otherwise("`false`")
            .means("`MakeDirectory=`: directories that are watched are made where there are none");
    static final Key<Value<String>> DIRECTORY_MODE =
            Key.value("directory-mode", PlaceKeys.MODES).otherwise("`0755`").means("`DirectoryMode=`: their mode");

    static final List<UnitDirectiveKey> MANNERS = List.of(
            UnitDirectiveKey.value(MAKE_DIRECTORY, PATH_SECTION, "MakeDirectory"),
            UnitDirectiveKey.value(DIRECTORY_MODE, PATH_SECTION, "DirectoryMode"));

    static final Key<Value<Restart.Budget>> TRIGGER_LIMIT = Key.value("trigger-limit", RestartKeys.RATE)
            .otherwise("`200 per 2s`")
            .means("how often it may start something at most; it fails once that is exceeded");

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

    static final Vocabulary PATH = Vocabulary.of(
            "a path",
            ServiceKeys.DESCRIPTION,
            EXISTS,
            EXISTS_GLOB,
            CHANGED,
            MODIFIED,
            DIRECTORY_NOT_EMPTY,
            MAKE_DIRECTORY,
            DIRECTORY_MODE,
            TRIGGER_LIMIT,
            DELAY,
            SERVICE,
            TimerKeys.STARTS,
            TimerKeys.RESTART,
            WANTED_BY,
            ServiceKeys.TARGET,
            OwnUnitKeys.REQUIRES,
            ServiceKeys.BINDS_TO,
            ServiceKeys.WANTS,
            ServiceKeys.AFTER,
            ServiceKeys.PART_OF,
            UNIT);

    private PathKeys() {}
}
