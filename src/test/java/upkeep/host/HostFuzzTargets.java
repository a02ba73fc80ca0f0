package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import upkeep.fuzz.FuzzTarget;
import upkeep.fuzz.Scratch;

/** The texts of /proc and /sys, seeded with those that two kernels said. */
public final class HostFuzzTargets {

    private static final Path RECORDED = Path.of("src", "test", "resources", "host");

    /** For what reads files by itself. */
    private static final Path FOLDER = Scratch.folder();

    private static final String MDSTAT = """
            Personalities : [raid1]
            md2 : active raid5 sdd1[4] sdc1[2] sdb1[1] sda1[0](F) sde1[5](S)
                  878875968 blocks super 1.2 level 5, 64k chunk, algorithm 2 [4/3] [UUU_]
                  [==>..................]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec

            md0 : active (auto-read-only) raid1 sda2[0] sdb2[1]
                  1046528 blocks [2/2] [UU]
                    resync=DELAYED

            md5 : inactive sdf1[1](S)
            unused devices: <none>
            """;

    private HostFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                of("proc-stat", "proc/stat", HostFuzzTargets::processors, CpuTimes.class),
                of("proc-meminfo", "proc/meminfo", MemoryUse::parse, MemoryUse.class),
                of("proc-vmstat", "proc/vmstat", text -> Activity.parse(text, text), Activity.class),
                of("proc-loadavg", "proc/loadavg", Machine::load, Machine.class),
                of("proc-uptime", "proc/uptime", Machine::uptime, Machine.class),
                of("proc-file-nr", "proc/sys/fs/file-nr", Machine::openFiles, Machine.class),
                of("proc-diskstats", "proc/diskstats", DiskCounters::parse, DiskCounters.class, Figures.class),
                of("proc-mountinfo", "proc/1/mountinfo", Mount::parse, Mount.class),
                of("proc-pid-stat", "proc/1/stat", ProcessStat::parse, ProcessStat.class),
                of("proc-pid-status", "proc/1/status", ProcessStatus::parse, ProcessStatus.class),
                of("proc-pid-io", "proc/1/io", ProcessIo::parse, ProcessIo.class),
                of("proc-pid-smaps", "proc/1/smaps_rollup", ProcessStatus::proportional, ProcessStatus.class),
                of("proc-pid-cgroup", "proc/1/cgroup", ControlGroups::unit, ControlGroups.class),
                of("proc-pid-maps", "proc/1/maps", MappedFiles::isOutdated, MappedFiles.class)
                        .from(
                                "55d0-55d1 r-xp 00000000 fe:01 1234                       /usr/bin/x (deleted)\n",
                                "7f00-7f01 rw-p 00000000 00:00 0 \n7f02-7f03 r-xp 00000000 00:01 5    /memfd:jit (deleted)\n"),
                of(
                        "proc-net",
                        "proc/net/tcp6",
                        text -> ListeningSocket.parseInternet("tcp", text),
                        ListeningSocket.class),
                of("proc-net-unix", "proc/net/unix", ListeningSocket::parseUnix, ListeningSocket.class),
                of(
                                "proc-pressure",
                                "proc/pressure/memory",
                                text -> PressureFiles.parse(Optional.of(text)),
                                PressureFiles.class)
                        .from(
                                "some avg10=1.50 avg60=0.00 avg300=0.12 total=12345\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"),
                of("proc-mdstat", "proc/mdstat", RaidArray::parse, RaidArray.class)
                        .from(MDSTAT),
                FuzzTarget.of("boot-id", HostFuzzTargets::boot, BootId.class)
                        .from(RECORDED.resolve("linux-6.18").resolve("proc/1/stat")),
                FuzzTarget.of("proc-locks", HostFuzzTargets::locks, PackageActivity.class)
                        .from(
                                "1: POSIX  ADVISORY  WRITE 4711 08:01:131339 0 EOF\n",
                                "2: -> OFDLCK ADVISORY  WRITE -1 fe:00:7 0 0\n3: FLOCK  ADVISORY  WRITE 1 00:1a:7 0 EOF\n"),
                FuzzTarget.of("pid-file", HostFuzzTargets::pidFile, PidFile.class)
                        .from("  4711\n", "1\t\n"),
                FuzzTarget.of("resolv-conf", HostFuzzTargets::resolver, Resolver.class)
                        .from("# c\nsearch x\nnameserver 127.0.0.53\n", "nameserver\n"));
    }

    private static FuzzTarget of(String name, String file, Function<String, Object> parser, Class<?>... parsers) {
        return FuzzTarget.of(
                        name,
                        bytes -> assertNotNull(parser.apply(new String(bytes, StandardCharsets.ISO_8859_1))),
                        parsers)
                .from(
                        RECORDED.resolve("linux-6.1").resolve(file),
                        RECORDED.resolve("linux-6.18").resolve(file));
    }

    private static Object processors(String text) {
        Optional<CpuTimes> times = CpuTimes.parse(text);
        assertTrue(times.isEmpty() || times.get().processors() >= 1);
        return times;
    }

    private static void boot(byte[] bytes) throws IOException {
        Files.createDirectories(FOLDER.resolve("1"));
        Files.write(FOLDER.resolve("1").resolve("stat"), bytes);
        Path random = Files.createDirectories(FOLDER.resolve("sys/kernel/random"));
        Files.writeString(random.resolve("boot_id"), "0c7d1a3e-8a0b-4a9e-9c33-0123456789ab\n");
        BootId.read(FOLDER).ifPresent(id -> assertTrue(id.matches("[0-9a-f]{32}-[0-9]+"), id));
    }

    /** Which file is locked is asked of the file itself, so that some of the inputs are about it. */
    private static void locks(byte[] bytes) throws IOException {
        Path file = Files.write(FOLDER.resolve("lock"), bytes);
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("131339", Long.toString(inode));
        Path locks = Files.writeString(FOLDER.resolve("locks"), text, StandardCharsets.ISO_8859_1);
        new PackageActivity(locks, List.of(file), FOLDER).isGoingOn();
    }

    private static void pidFile(byte[] bytes) throws IOException {
        if (PidFile.read(Files.write(FOLDER.resolve("x.pid"), bytes)) instanceof PidFile.Found found) {
            assertTrue(found.pid() > 0);
        }
    }

    private static void resolver(byte[] bytes) throws IOException {
        Path file = Files.write(FOLDER.resolve("resolv.conf"), bytes);
        Resolver resolver = new Resolver(file, _ -> new InetAddress[0]);
        Optional<String> fault = resolver.fault("a.example", Duration.ofSeconds(30));
        assertTrue(fault.isEmpty() || fault.get().endsWith(" names no server"), fault::toString);
    }
}
