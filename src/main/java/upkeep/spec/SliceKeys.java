package upkeep.spec;

import java.util.List;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What the services of a slice may use together; see systemd.resource-control(5). */
final class SliceKeys {

    private static final String SLICE_SECTION = "Slice";

    private static final Kind<Integer> WEIGHT = Kind.whole(1, 10_000);

    private static final List<UnitDirectiveKey> LIMITS = List.of(
            UnitDirectiveKey.value(
                    LimitsKeys.MEMORY.means("`MemoryMax=`, beyond which the kernel kills"), SLICE_SECTION, "MemoryMax"),
            UnitDirectiveKey.value(
                    LimitsKeys.MEMORY_HIGH.means("`MemoryHigh=`, beyond which the kernel throttles"),
                    SLICE_SECTION,
                    "MemoryHigh"),
            UnitDirectiveKey.value(
                    Key.value("memory-low", Kinds.SIZE)
                            .means("`MemoryLow=`, below which nothing is taken from it if anybody else has some"),
                    SLICE_SECTION,
                    "MemoryLow"),
            UnitDirectiveKey.value(
                    Key.value("memory-min", Kinds.SIZE).means("`MemoryMin=`, below which nothing is taken from it"),
                    SLICE_SECTION,
                    "MemoryMin"),
            UnitDirectiveKey.value(
                    Key.value("swap", Kinds.SIZE).means("`MemorySwapMax=`"), SLICE_SECTION, "MemorySwapMax"),
            UnitDirectiveKey.value(LimitsKeys.CPU.means("`CPUQuota=`"), SLICE_SECTION, "CPUQuota"),
            UnitDirectiveKey.value(
                    Key.value("cpu-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("`CPUWeight=`: its share, among its neighbours, of processors that are short"),
                    SLICE_SECTION,
                    "CPUWeight"),
            UnitDirectiveKey.value(
                    Key.value("io-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("`IOWeight=`: its share, among its neighbours, of disks that are busy"),
                    SLICE_SECTION,
                    "IOWeight"),
            UnitDirectiveKey.value(LimitsKeys.TASKS.means("`TasksMax=`"), SLICE_SECTION, "TasksMax"));

    static final Key<Form.Map> SLICE_LIMITS = Key.map("limits", OwnUnitKeys.vocabulary("limits of a slice", LIMITS))
            .means("what all that is in it may use together at most");
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.SLICE);

    static final Vocabulary SLICE = Vocabulary.of("a slice", ServiceKeys.DESCRIPTION, SLICE_LIMITS, UNIT);

    private SliceKeys() {}

    static List<UnitDirectiveKey> limits() {
        return LIMITS;
    }
}
