package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;
import java.util.Set;

/** How the kernel shares out processors and disks to a service. */
final class SchedulingKeys {

    private static final Set<String> REALTIME = Set.of("fifo", "rr");
    private static final Set<String> OF_NODES = Set.of("bind", "preferred", "interleave");

    private static final Key<Form.Value<String>> POLICY =
            Key.value("policy", DirectiveKinds.words("CPUSchedulingPolicy")).means("see sched(7)");
    private static final Key<Form.Value<Integer>> PRIORITY =
            Key.value("priority", Kind.whole(1, 99)).means("with `policy: fifo` or `rr`, and needed there");
    private static final Key<Form.Value<String>> IO_CLASS = Key.value(
                    "io-class", DirectiveKinds.wordsBut("IOSchedulingClass", List.of("none")))
            .means("");
    private static final Key<Form.Value<Integer>> IO_PRIORITY =
            Key.value("io-priority", Kind.whole(0, 7)).means("`0` comes first; not with `io-class: idle`");
    private static final Key<Form.Value<String>> NUMA_POLICY =
            Key.value("numa-policy", DirectiveKinds.words("NUMAPolicy")).means("where its memory is taken from");
    private static final Key<Form.Value<String>> NUMA_NODES = Key.value(
                    "numa-nodes", DirectiveKinds.of("NUMAMask", "`all`, or nodes such as `0-1,3`", "^(all|[0-9])"))
            .means("needed with `bind`, `preferred` and `interleave`");

    static final DirectiveKey<Form.Map> SCHEDULING = DirectiveKey.map(
            "scheduling",
            "its turn at processors and disks",
            List.of(
                    word(
                            "Nice",
                            "nice",
                            DirectiveKinds.of("Nice", "number from `-20` to `19`", "^-?[0-9]+$"),
                            "`-20` comes first"),
                    word(DirectiveKey.SERVICE, "CPUSchedulingPolicy", POLICY),
                    word(DirectiveKey.SERVICE, "CPUSchedulingPriority", PRIORITY),
                    word(
                            "CPUSchedulingResetOnFork",
                            "reset-on-fork",
                            Kinds.YES_OR_NO,
                            "whether its children have the usual policy"),
                    DirectiveKey.set(
                            "CPUAffinity",
                            "cpu-affinity",
                            DirectiveKinds.of(
                                    "CPUAffinity", "processor or range such as `0-3`, or `numa`", "^([0-9]|numa)"),
                            "what it asks to run on, and can change itself; `limits: {allowed-cpus: …}` it cannot"),
                    word(DirectiveKey.SERVICE, "IOSchedulingClass", IO_CLASS),
                    word(DirectiveKey.SERVICE, "IOSchedulingPriority", IO_PRIORITY),
                    word(DirectiveKey.SERVICE, "NUMAPolicy", NUMA_POLICY),
                    word(DirectiveKey.SERVICE, "NUMAMask", NUMA_NODES),
                    word(
                            "TimerSlackNSec",
                            "timer-slack",
                            DirectiveKinds.of(
                                    "TimerSlackNSec", "time span; a number alone counts nanoseconds", "^[0-9]"),
                            "how late its timers may fire, to wake the machine less often")),
            SchedulingKeys::check);

    private SchedulingKeys() {}

    private static void check(Fields fields, SetList to) {
        boolean realtime = says(fields, POLICY, REALTIME);
        if (fields.has(PRIORITY) && !realtime) {
            fields.report()
                    .error(
                            fields.at(PRIORITY),
                            "cannot use priority without policy fifo or rr: the others have none",
                            "write policy: rr, or nice: in place of it");
        } else if (realtime && fields.lacks(PRIORITY)) {
            fields.report()
                    .error(
                            fields.at(POLICY),
                            "cannot use a realtime policy: its priority is missing, and 0 is refused by the kernel",
                            "write priority: 1, or up to 99");
        }
        if (fields.has(IO_PRIORITY) && says(fields, IO_CLASS, Set.of("idle"))) {
            fields.report()
                    .error(
                            fields.at(IO_PRIORITY),
                            "cannot use io-priority with io-class idle: that has no priorities",
                            "leave one of them out");
        }
        boolean needsNodes = says(fields, NUMA_POLICY, OF_NODES);
        if (needsNodes && fields.lacks(NUMA_NODES)) {
            fields.report()
                    .error(
                            fields.at(NUMA_POLICY),
                            "cannot use this numa-policy: numa-nodes is missing",
                            "write numa-nodes: all, or such as 0-1");
        } else if (fields.has(NUMA_NODES) && !needsNodes) {
            fields.report()
                    .error(
                            fields.at(NUMA_NODES),
                            "cannot use numa-nodes without numa-policy bind, preferred or interleave: no other goes by them",
                            "write one of these, or leave it out");
        }
    }

    private static boolean says(Fields fields, Key<?> key, Set<String> words) {
        return fields.entry(key)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && words.contains(scalar.text()))
                .isPresent();
    }
}
