package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;

/** What happens where memory runs out. */
final class OomKeys {

    private static final Key<Form.Value<String>> PRESSURE = Key.value(
                    "memory-pressure", DirectiveKinds.words("ManagedOOMMemoryPressure"))
            .means("whether systemd-oomd may kill it when it waits for memory too long");
    private static final Key<Form.Value<String>> PRESSURE_LIMIT = Key.value(
                    "memory-pressure-limit",
                    DirectiveKinds.of("ManagedOOMMemoryPressureLimit", "percentage", "^[0-9.]+%$"))
            .means("of the time that it waits; with `memory-pressure: kill`");

    static final DirectiveKey<Form.Map> OOM = DirectiveKey.map(
            "oom",
            "what happens where memory runs out",
            List.of(
                    word(
                            "OOMPolicy",
                            "policy",
                            DirectiveKinds.words("OOMPolicy"),
                            "what systemd does when the kernel has killed one of its processes"),
                    word(
                            "OOMScoreAdjust",
                            "score",
                            DirectiveKinds.of("OOMScoreAdjust", "number from `-1000` to `1000`", "^-?[0-9]+$"),
                            "`1000` is killed first, `-1000` never"),
                    word(
                            "ManagedOOMSwap",
                            "swap",
                            DirectiveKinds.words("ManagedOOMSwap"),
                            "whether systemd-oomd may kill it when swap runs out"),
                    word(DirectiveKey.SERVICE, "ManagedOOMMemoryPressure", PRESSURE),
                    word(DirectiveKey.SERVICE, "ManagedOOMMemoryPressureLimit", PRESSURE_LIMIT),
                    word(
                            "ManagedOOMPreference",
                            "preference",
                            DirectiveKinds.words("ManagedOOMPreference"),
                            "for systemd-oomd")),
            OomKeys::check);

    private OomKeys() {}

    private static void check(Fields fields, SetList to) {
        boolean kills = fields.entry(PRESSURE)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar
                        && scalar.text().equals("kill"))
                .isPresent();
        if (fields.has(PRESSURE_LIMIT) && !kills) {
            fields.report()
                    .error(
                            fields.at(PRESSURE_LIMIT),
                            "cannot use memory-pressure-limit without memory-pressure: kill: nobody would look at it",
                            "write memory-pressure: kill");
        }
    }
}
