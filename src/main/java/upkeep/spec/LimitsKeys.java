package upkeep.spec;

import upkeep.base.ByteSize;
import upkeep.spec.Form.Value;

/** What a service may use at most. */
final class LimitsKeys {

    static final Key<Value<ByteSize>> MEMORY =
            Key.value("memory", Kinds.SIZE).means("`MemoryMax=`, beyond which the kernel kills");
    static final Key<Value<ByteSize>> MEMORY_HIGH = Key.value(
                    "memory-high", Kinds.SIZE.called("size, at most `memory`"))
            .means("`MemoryHigh=`, beyond which the kernel throttles");
    static final Key<Value<Integer>> CPU = Key.value("cpu", Kinds.CPU_PERCENT).means("`CPUQuota=`");
    static final Key<Value<Integer>> TASKS =
            Key.value("tasks", Kind.whole(1, 4_194_304)).means("`TasksMax=`");
    static final Key<Value<Integer>> OPEN_FILES =
            Key.value("open-files", Kind.whole(1, 1_073_741_816)).means("`LimitNOFILE=`");

    static final Key<Form.Map> LIMITS = Key.map(
                    "limits", Vocabulary.of("limits", MEMORY, MEMORY_HIGH, CPU, TASKS, OPEN_FILES))
            .means("what it may use at most");

    private LimitsKeys() {}
}
