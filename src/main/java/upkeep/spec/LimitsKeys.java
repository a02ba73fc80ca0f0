package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.ByteSize;
import upkeep.spec.Form.Names;
import upkeep.spec.SetDirective.Content;

/** What a service may use at most, what is kept for it, and its share of what is scarce. */
final class LimitsKeys {

    private static final String AMOUNT = "size, percentage of the machine's, or `infinity`";
    private static final String AMOUNT_PATTERN = "^(infinity|[0-9.]+ ?[KMGTPE]?B?|[0-9.]+%)$";
    private static final String BANDWIDTH = "size a second, base 1000";
    private static final String NUMBER = "^([0-9]|infinity)";
    private static final String ANY_DEVICE = "/dev/sda ";
    private static final Pattern DEVICE = Pattern.compile("/[A-Za-z0-9_./:@+-]+");
    private static final String SOFT_AND_HARD = "^([0-9]|infinity)";

    static final Kind<String> PROCESSORS =
            DirectiveKinds.of("AllowedCPUs", "processor or range such as `0-3`", "^[0-9]");

    static final Key<Form.Value<ByteSize>> MEMORY =
            Key.value("memory", Kinds.SIZE).means(", beyond which the kernel kills");
    static final Key<Form.Value<ByteSize>> MEMORY_HIGH = Key.value(
                    "memory-high", Kinds.SIZE.called("size, at most `memory`"))
            .means(", beyond which the kernel throttles");
    static final Key<Form.Value<Integer>> CPU =
            Key.value("cpu", Kinds.CPU_PERCENT).means("");
    static final Key<Form.Value<Integer>> TASKS =
            Key.value("tasks", Kind.whole(1, 4_194_304)).means("");
    private static final Key<Form.Value<Integer>> OPEN_FILES =
            Key.value("open-files", Kind.whole(1, 1_073_741_816)).means("");

    /** A limit for one device, which stands before the value. */
    private record PerDevice(String directive, Key<Form.Value<String>> key) {}

    private static final List<PerDevice> OF_DEVICE = List.of(
            perDevice("weight", "IODeviceWeight", "weight from `1` to `10000`", "^[0-9]+$", "`io-weight` for this one"),
            perDevice(
                    "latency", "IODeviceLatencyTargetSec", "time span", "^[0-9]", "what a request may take on average"),
            perDevice("read", "IOReadBandwidthMax", BANDWIDTH, NUMBER, "read at most"),
            perDevice("write", "IOWriteBandwidthMax", BANDWIDTH, NUMBER, "written at most"),
            perDevice("read-operations", "IOReadIOPSMax", "number a second", NUMBER, "so many reads at most"),
            perDevice("write-operations", "IOWriteIOPSMax", "number a second", NUMBER, "so many writes at most"));

    private static final Key<Names<Form.Map>> IO = Key.names(
                    "io",
                    "^/[A-Za-z0-9_./:@+-]+$",
                    new Form.Map(Vocabulary.of(
                            "a device", OF_DEVICE.stream().map(PerDevice::key).toArray(Key<?>[]::new))))
            .means("device, or a path on it → its limits");

    private static final DirectiveKey<?> PER_DEVICE = new DirectiveKey<>(IO, LimitsKeys::devices);

    static final DirectiveKey<Form.Map> LIMITS = DirectiveKey.map(
            "limits",
            "what it may use at most",
            List.of(
                    word(DirectiveKey.SERVICE, "MemoryMax", MEMORY),
                    word(DirectiveKey.SERVICE, "MemoryHigh", MEMORY_HIGH),
                    amount("memory-low", "MemoryLow", "taken from it only if nobody else has any to spare"),
                    amount("memory-min", "MemoryMin", "never taken from it"),
                    amount("swap", "MemorySwapMax", ""),
                    word(DirectiveKey.SERVICE, "CPUQuota", CPU),
                    weight("cpu-weight", "CPUWeight", "its share where processors are scarce; others have `100`"),
                    DirectiveKey.set("AllowedCPUs", "allowed-cpus", PROCESSORS, "the only processors that it runs on"),
                    DirectiveKey.set(
                            "AllowedMemoryNodes",
                            "allowed-memory-nodes",
                            DirectiveKinds.of("AllowedMemoryNodes", "node or range such as `0-1`", "^[0-9]"),
                            "the only NUMA nodes that it has memory of"),
                    word(DirectiveKey.SERVICE, "TasksMax", TASKS),
                    weight("io-weight", "IOWeight", "its share where a disk is busy; others have `100`"),
                    PER_DEVICE,
                    word(DirectiveKey.SERVICE, "LimitNOFILE", OPEN_FILES),
                    resource("processes", "LimitNPROC", "number", "of its user, all services together"),
                    resource("core-size", "LimitCORE", "size", "of a core dump"),
                    resource("stack-size", "LimitSTACK", "size", ""),
                    resource("locked-memory", "LimitMEMLOCK", "size", ""),
                    resource("address-space", "LimitAS", "size", ""),
                    resource("data-size", "LimitDATA", "size", ""),
                    resource("file-size", "LimitFSIZE", "size", "of a file that it writes"),
                    resource("cpu-time", "LimitCPU", "time span", "of processor that each process may take"),
                    resource("pending-signals", "LimitSIGPENDING", "number", ""),
                    resource("message-queues", "LimitMSGQUEUE", "size", "in bytes"),
                    resource("nice", "LimitNICE", "number", "the lowest nice value that it may give itself"),
                    resource("realtime-priority", "LimitRTPRIO", "number", "the highest that it may give itself"),
                    resource("realtime-time", "LimitRTTIME", "time span", "without a pause, under realtime policies")),
            LimitsKeys::amounts);

    private LimitsKeys() {}

    private static DirectiveKey<?> amount(String name, String directive, String meaning) {
        return word(directive, name, DirectiveKinds.of(directive, AMOUNT, AMOUNT_PATTERN), meaning);
    }

    private static DirectiveKey<?> weight(String name, String directive, String meaning) {
        return word(
                directive, name, DirectiveKinds.of(directive, "weight from `1` to `10000`", "^[0-9a-z]+$"), meaning);
    }

    private static DirectiveKey<?> resource(String name, String directive, String what, String meaning) {
        String pattern = name.equals("nice") ? "^[+-]?[0-9]" : SOFT_AND_HARD;
        Kind<String> kind = DirectiveKinds.of(directive, what + ", `infinity`, or two: `SOFT:HARD`", pattern);
        return word(directive, name, kind, meaning);
    }

    /** The value is judged as systemd judges it behind a device. */
    private static PerDevice perDevice(String name, String directive, String what, String pattern, String meaning) {
        Kind<String> both = DirectiveKinds.of(directive, what, pattern);
        Kind<String> alone = new Kind<>(
                text -> both.parse().apply(ANY_DEVICE + text).map(_ -> text),
                text -> both.why().apply(ANY_DEVICE + text).replace("a device, and then ", ""),
                text -> both.hint().apply(ANY_DEVICE + text).replace(ANY_DEVICE, ""),
                text -> text,
                both.shape());
        return new PerDevice(directive, Key.value(name, alone).means("`" + directive + "=`: " + meaning));
    }

    private static void devices(Fields fields, SetList to) {
        Fields devices = fields.map(IO);
        for (Node.Entry entry : devices.all()) {
            if (!DEVICE.matcher(entry.key()).matches()) {
                fields.report()
                        .error(
                                entry.keyPosition(),
                                "cannot limit " + Quoted.text(entry.key()) + ": it is no path of a device",
                                "write such as /dev/sda, or a path on that file system");
            }
            Fields limits = devices.map(IO.form().named(entry.key()));
            for (PerDevice each : OF_DEVICE) {
                limits.read(each.key()).ifPresent(value -> {
                    Content content = new Content.Word(entry.key() + " " + value);
                    to.add(DirectiveKey.SERVICE, each.directive(), content, limits, each.key());
                });
            }
        }
    }

    /** What is kept for it must fit into what it may use. */
    private static void amounts(Fields limits, SetList to) {
        Optional<Node.Entry> above = Optional.empty();
        for (String name : List.of("memory", "memory-high", "memory-low", "memory-min")) {
            Optional<Node.Entry> entry = limits.entry(name);
            Optional<ByteSize> size = entry.flatMap(LimitsKeys::size);
            Optional<ByteSize> most = above.flatMap(LimitsKeys::size);
            if (size.isPresent() && most.isPresent() && size.get().compareTo(most.get()) > 0) {
                String other = above.get().key();
                limits.report()
                        .error(
                                entry.get().keyPosition(),
                                "cannot reach " + name + " " + size.get() + ": " + other + " ends at " + most.get(),
                                "write less than " + most.get());
            }
            above = size.isPresent() ? entry : above;
        }
    }

    private static Optional<ByteSize> size(Node.Entry entry) {
        return entry.value() instanceof Node.Scalar scalar ? ByteSize.parse(scalar.text()) : Optional.empty();
    }
}
