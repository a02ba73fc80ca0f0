package upkeep.spec;

import java.util.List;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What the services of a slice may use together; see systemd.resource-control(5). */
final class SliceKeys {

    private static final String SLICE_SECTION = "Slice";

    private static final Kind<Integer> WEIGHT = Kind.whole(1, 10_000);

    private static final List<DirectiveKey> LIMITS = List.of(
            DirectiveKey.value(LimitsKeys.MEMORY, SLICE_SECTION, "MemoryMax"),
            DirectiveKey.value(LimitsKeys.MEMORY_HIGH, SLICE_SECTION, "MemoryHigh"),
            DirectiveKey.value(
                    Key.value("memory-low", Kinds.SIZE)
                            .means("`MemoryLow=`, below which nothing is taken from it if anybody else has some"),
                    SLICE_SECTION,
                    "MemoryLow"),
            DirectiveKey.value(
                    Key.value("memory-min", Kinds.SIZE).means("`MemoryMin=`, below which nothing is taken from it"),
                    SLICE_SECTION,
                    "MemoryMin"),
            DirectiveKey.value(
                    Key.value("memory-swap", Kinds.SIZE).means("`MemorySwapMax=`"), SLICE_SECTION, "MemorySwapMax"),
            DirectiveKey.value(LimitsKeys.CPU, SLICE_SECTION, "CPUQuota"),
            DirectiveKey.value(
                    Key.value("cpu-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("`CPUWeight=`: its share, among its neighbours, of processors that are short"),
                    SLICE_SECTION,
                    "CPUWeight"),
            DirectiveKey.value(
                    Key.value("io-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("`IOWeight=`: its share, among its neighbours, of disks that are busy"),
                    SLICE_SECTION,
                    "IOWeight"),
            DirectiveKey.value(LimitsKeys.TASKS, SLICE_SECTION, "TasksMax"));

    static final Key<Form.Map> SLICE_LIMITS = Key.map("limits", OwnUnitKeys.vocabulary("limits of a slice", LIMITS))
            .means("what all that is in it may use together at most");
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.SLICE);

    static final Vocabulary SLICE = Vocabulary.of("a slice", ServiceKeys.DESCRIPTION, SLICE_LIMITS, UNIT);

    private SliceKeys() {}

    static List<DirectiveKey> limits() {
        return LIMITS;
    }
}
