package upkeep.host;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** This machine as a whole: load, processors, memory, pressure. Thread-safe; takes about a millisecond. */
public final class Machine {

    /** Has a line for each processor, and one of all interrupts, which is cut off without harm. */
    private static final int STAT_LIMIT = 512 * 1024;

    private static final int SMALL = 4096;
    private static final int MOST_PROCESSES = 100_000;

    private final ProcFiles files;
    private final PressureFiles pressure;

    public Machine(ProcFiles files) {
        this.files = files;
        this.pressure = new PressureFiles(files);
    }

    /**
     * Everything at one moment. What the kernel does not tell is absent.
     *
     * @param nanos when, by the clock of {@link ProcFiles}
     * @param uptime seconds since the boot
     * @param processes how many there are; threads do not count
     * @param pressure percent of the time in which tasks waited, by name: {@code cpu.some10}, {@code memory.full60}
     * @param boot another text in another boot
     */
    public record Sample(
            long nanos,
            Optional<LoadAverage> load,
            Optional<CpuTimes> cpu,
            Optional<MemoryUse> memory,
            Optional<Activity> activity,
            Optional<OpenFiles> openFiles,
            OptionalDouble uptime,
            int processes,
            Map<String, Double> pressure,
            Optional<String> boot) {}

    /** Over 1, 5 and 15 minutes, proc_loadavg(5). */
    public record LoadAverage(double one, double five, double fifteen) {}

    /** Open files of the whole machine, proc_sys_fs(5). */
    public record OpenFiles(long open, long most) {}

    public Sample read() {
        long now = files.now();
        Optional<String> stat = files.text("proc/stat", STAT_LIMIT);
        Optional<String> vmstat = files.text("proc/vmstat", 64 * 1024);
        return new Sample(
                now,
                files.text("proc/loadavg", SMALL).flatMap(Machine::load),
                stat.flatMap(CpuTimes::parse),
                files.text("proc/meminfo", MemoryUse.LIMIT).flatMap(MemoryUse::parse),
                stat.flatMap(counts -> vmstat.map(pages -> Activity.parse(counts, pages))),
                files.text("proc/sys/fs/file-nr", SMALL).flatMap(Machine::openFiles),
                files.text("proc/uptime", SMALL).map(Machine::uptime).orElse(OptionalDouble.empty()),
                (int) files.names("proc", MOST_PROCESSES).stream()
                        .filter(Processes::isProcess)
                        .count(),
                pressure.all(),
                BootId.read(files));
    }

    /** How much memory it has, in bytes. */
    public Optional<Long> memory() {
        return files.text("proc/meminfo", MemoryUse.LIMIT)
                .flatMap(MemoryUse::parse)
                .map(MemoryUse::total);
    }

    static Optional<LoadAverage> load(String text) {
        String[] fields = text.strip().split(" +", -1);
        if (fields.length < 3) {
            return Optional.empty();
        }
        OptionalDouble one = Figures.number(fields[0]);
        OptionalDouble five = Figures.number(fields[1]);
        OptionalDouble fifteen = Figures.number(fields[2]);
        return one.isPresent() && five.isPresent() && fifteen.isPresent()
                ? Optional.of(new LoadAverage(one.getAsDouble(), five.getAsDouble(), fifteen.getAsDouble()))
                : Optional.empty();
    }

    static Optional<OpenFiles> openFiles(String text) {
        String[] fields = text.strip().split("\\s+");
        long most = Figures.count(fields, 2);
        return most == 0 ? Optional.empty() : Optional.of(new OpenFiles(Figures.count(fields, 0), most));
    }

    static OptionalDouble uptime(String text) {
        return Figures.number(text.strip().split(" +", -1)[0]);
    }
}
