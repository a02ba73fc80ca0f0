package upkeep.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import upkeep.base.ByteSize;
import upkeep.base.Humane;

/**
 * What the processes of a running service use, as systemd counts it for their control group.
 *
 * @param user as whom the unit runs them; empty for root
 * @param memory bytes, caches included, as MemoryCurrent=
 * @param memoryMax bytes; absent if there is no limit
 * @param processorSeconds since it was started, as CPUUsageNSec=
 * @param saying what it says of itself by STATUS= of sd_notify(3); empty if nothing
 */
public record UsageView(
        long mainPid,
        String user,
        OptionalLong memory,
        OptionalLong memoryMax,
        OptionalDouble processorSeconds,
        OptionalLong tasks,
        String saying) {

    /** For people; nothing of what systemd does not count. */
    List<String> lines() {
        List<String> parts = new ArrayList<>();
        if (mainPid > 0) {
            parts.add("process " + mainPid + " of " + (user.isEmpty() ? "root" : Table.plain(user)));
        }
        tasks.ifPresent(count -> parts.add(Humane.count(count, "task")));
        memory.ifPresent(bytes -> parts.add(Humane.size(new ByteSize(bytes))
                + memoryMax.stream()
                        .mapToObj(max -> " of " + Humane.size(new ByteSize(max)))
                        .findFirst()
                        .orElse("") + " of memory"));
        processorSeconds.ifPresent(seconds ->
                parts.add(Humane.duration(Duration.ofMillis((long) (1_000 * seconds))) + " of processor time"));
        List<String> lines = new ArrayList<>();
        if (!parts.isEmpty()) {
            lines.add(String.join(", ", parts));
        }
        if (!saying.isEmpty()) {
            lines.add("it says of itself: " + Table.plain(saying));
        }
        return lines;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("user", user.isEmpty() ? "root" : user);
        number(json, "memory", memory);
        number(json, "memory-max", memoryMax);
        number(json, "tasks", tasks);
        if (processorSeconds.isPresent()) {
            json.writeNumberField("processor-seconds", processorSeconds.getAsDouble());
        }
        json.writeStringField("status-text", saying);
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
