package upkeep.target;

import java.util.ArrayList;
import java.util.List;

/** The machine that upkeepd runs on, as a whole. */
public record SystemTarget() implements Target {

    @Override
    public String kind() {
        return "system";
    }

    @Override
    public String text() {
        return "this machine";
    }

    @Override
    public List<String> measurements() {
        List<String> all = new ArrayList<>(List.of(
                "load1",
                "load5",
                "load15",
                "load1-per-core",
                "load5-per-core",
                "load15-per-core",
                "cpu",
                "cpu.user",
                "cpu.nice",
                "cpu.system",
                "cpu.wait",
                "cpu.hardirq",
                "cpu.softirq",
                "cpu.steal",
                "cpu.guest",
                "memory",
                "memory-percent",
                "swap",
                "swap-percent",
                "fds",
                "fds-percent",
                "processes",
                "uptime",
                "context-switches",
                "paging.in",
                "paging.out",
                "swapping.in",
                "swapping.out"));
        for (String resource : List.of("cpu", "memory", "io")) {
            for (String share : List.of("some10", "some60", "full10", "full60")) {
                all.add("pressure." + resource + "." + share + "-percent");
            }
        }
        return all;
    }

    @Override
    public List<String> texts() {
        return List.of("boot-id");
    }
}
