package upkeep.spec;

import java.util.List;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What the services of a slice may use together; see systemd.resource-control(5). */
final class SliceKeys {

    private static final String SLICE_SECTION = "Slice";

    private static final Kind<Integer> WEIGHT = Kind.whole(1, 10_000);

    private static final List<DirectiveKey<?>> LIMITS = List.of(
            limit("MemoryMax", LimitsKeys.MEMORY),
            limit("MemoryHigh", LimitsKeys.MEMORY_HIGH),
            limit(
                    "MemoryLow",
                    Key.value("memory-low", Kinds.SIZE)
                            .means(", below which nothing is taken from it if anybody else has some")),
            limit("MemoryMin", Key.value("memory-min", Kinds.SIZE).means(", below which nothing is taken from it")),
            limit("MemorySwapMax", Key.value("swap", Kinds.SIZE)),
            limit("CPUQuota", LimitsKeys.CPU),
            limit(
                    "CPUWeight",
                    Key.value("cpu-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("its share, among its neighbours, of processors that are short")),
            limit(
                    "IOWeight",
                    Key.value("io-weight", WEIGHT)
                            .otherwise("`100`")
                            .means("its share, among its neighbours, of disks that are busy")),
            limit("TasksMax", LimitsKeys.TASKS));

    static final DirectiveKey<Form.Map> SLICE_LIMITS = DirectiveKey.map(
            Key.map("limits", DirectiveKey.vocabulary("limits of a slice", LIMITS))
                    .means("what all that is in it may use together at most"),
            LIMITS);
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.SLICE);

    static final Vocabulary SLICE = Vocabulary.of("a slice", OwnUnitKeys.DESCRIPTION.key(), SLICE_LIMITS.key(), UNIT);

    private SliceKeys() {}

    private static <T> DirectiveKey<Value<T>> limit(String directive, Key<Value<T>> key) {
        return DirectiveKey.word(SLICE_SECTION, directive, key);
    }
}
