package upkeep.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.harden.Written;
import upkeep.host.FileSystems;
import upkeep.host.ProcFiles;
import upkeep.install.RealFileSystem;

/**
 * Where copies of a service run: overlays on the folders of this machine, which take what a copy writes in memory and show it
 * everything else as it is, and a network that has nothing but a loopback. All of it carries the name {@value #NAME}, ends by itself
 * if this process is killed, and is cleared away by the next one.
 */
final class ScratchRoom implements AutoCloseable {

    static final String NAME = "upkeep-harden";

    private static final Path UNITS = Path.of("/run/systemd/system");
    private static final String FOLDER = "/run/" + NAME;
    private static final UnitName NETWORK = new UnitName(NAME + "-network.service");
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final int MOST_MOUNTS = 100;
    private static final int MOST_CHANGES = 20_000;
    private static final int MOST_OF_LOG = 16 * 1024;

    /** What shows the kernel, or belongs to systemd or to those who are logged in. */
    private static final List<String> NOT_COVERED =
            List.of("/proc", "/sys", "/dev", "/run/systemd", "/run/credentials", "/run/user", "/run/netns", FOLDER);

    private static final String COVER = """
            room=$1; shift
            umount --lazy "$room"/*/merged 2>/dev/null || true
            rm -rf "$room"/[0-9]*
            i=0
            for lower; do
              i=$((i + 1))
              mkdir -p "$room/$i/upper" "$room/$i/work" "$room/$i/merged"
              chown --reference="$lower" "$room/$i/upper"
              chmod --reference="$lower" "$room/$i/upper"
              mount -t overlay -o "lowerdir=$lower,upperdir=$room/$i/upper,workdir=$room/$i/work" upkeep-harden "$room/$i/merged"
            done
            """;

    private static final String CLEAR = """
            systemctl stop --no-block 'upkeep-harden-*.service' 2>/dev/null || true
            systemctl kill --kill-whom=all --signal=KILL 'upkeep-harden-*.service' 2>/dev/null || true
            systemctl stop 'upkeep-harden-*.service' 2>/dev/null || true
            systemctl reset-failed 'upkeep-harden-*.service' 2>/dev/null || true
            rm -rf /run/systemd/system/upkeep-harden-*
            umount --lazy /run/upkeep-harden/*/merged 2>/dev/null || true
            while umount --lazy /run/upkeep-harden 2>/dev/null; do :; done
            rm -rf --one-file-system /run/upkeep-harden
            systemctl daemon-reload 2>/dev/null || true
            """;

    /** What clears away, also when all else is over. */
    private final Programs always;

    private final ScratchPrograms programs;
    private final Closeable lock;
    private final List<String> covered = new ArrayList<>();
    private final SortedMap<String, String> others = new TreeMap<>();
    private final Thread onSignal = new Thread(this::end, NAME);
    private String networkPid = "";

    private ScratchRoom(Programs programs, Closeable lock) {
        this.always = programs;
        this.programs = new ScratchPrograms(programs);
        this.lock = lock;
    }

    /** Makes the room, for as long as that. */
    static ScratchRoom open(Programs programs, Duration longest, String size) {
        ScratchRoom room = new ScratchRoom(programs, lock());
        room.clear();
        Runtime.getRuntime().addShutdownHook(room.onSignal);
        try {
            room.make(longest, size);
            return room;
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    private static Closeable lock() {
        try {
            return new RealFileSystem()
                    .lock(Path.of(FOLDER + ".lock"), Duration.ZERO)
                    .orElseThrow(() -> Failure.failed(
                            "cannot try anything: another upkeep harden is at work", "wait until it has ended"));
        } catch (IOException e) {
            throw cannot("take the lock " + FOLDER + ".lock", e.getMessage());
        }
    }

    private static Failure cannot(String what, @org.jspecify.annotations.Nullable String why) {
        return Failure.failed(
                "cannot make room for a copy: cannot " + what + ": " + why,
                "it takes root, systemd as process 1, and a kernel with overlayfs");
    }

    private void make(Duration longest, String size) {
        run("mount memory", "sh", "-ec", """
                mkdir -p -m 700 /run/upkeep-harden
                mount -t tmpfs -o "size=$1,mode=0700" upkeep-harden /run/upkeep-harden
                mount --make-private /run/upkeep-harden
                """, "sh", size);
        findFolders();
        // systemd brings the loopback of a private network up.
        writeUnit(NETWORK, """
                [Unit]
                Description=Network of the copies that upkeep harden tries
                [Service]
                Type=exec
                ExecStart=/bin/sleep infinity
                PrivateNetwork=yes
                RuntimeMaxSec=%d
                """.formatted(longest.toSeconds() + SHORT.toSeconds()));
        run("start " + NETWORK, "systemctl", "start", NETWORK.text());
        networkPid = property(NETWORK, "MainPID");
    }

    /** Every folder at the top, and every file system of its own below, which an overlay on the folder above it does not show. */
    private void findFolders() {
        SortedMap<String, Boolean> points = new TreeMap<>();
        try (Stream<Path> top = Files.list(Path.of("/"))) {
            top.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> points.put(path.toString(), true));
        } catch (IOException e) {
            throw cannot("list /", e.getMessage());
        }
        new FileSystems(new ProcFiles())
                .mounts().orElseThrow(() -> cannot("see what is mounted", "the kernel does not tell")).stream()
                        .filter(mount ->
                                !mount.point().equals("/") && !mount.type().equals("autofs"))
                        .forEach(mount -> points.put(mount.point(), mount.hasSpace() && !mount.isReadOnly()));
        points.keySet()
                .removeIf(point ->
                        NOT_COVERED.stream().anyMatch(not -> point.equals(not) || point.startsWith(not + "/")));
        points.forEach((point, isWritable) -> {
            if (!isWritable || !Files.isDirectory(Path.of(point), LinkOption.NOFOLLOW_LINKS)) {
                others.put(point, point);
            } else if (point.matches("[A-Za-z0-9_./@+ -]*")) {
                covered.add(point);
            } else {
                // An option of mount(8) cannot say it, so it is hidden.
                others.put(point, "");
            }
        });
        if (points.size() > MOST_MOUNTS) {
            throw cannot("cover " + points.size() + " file systems", "that is more than " + MOST_MOUNTS);
        }
    }

    /** The folders as they are, with nothing written to them. */
    void cover() {
        List<String> command = new ArrayList<>(List.of("sh", "-ec", COVER, "sh", FOLDER));
        command.addAll(covered);
        run("cover the folders", command.toArray(String[]::new));
    }

    /** What stands in for which folder; what cannot be covered, and so is read-only, stands for itself, and nothing for what is hidden. */
    SortedMap<String, String> folders() {
        SortedMap<String, String> folders = new TreeMap<>();
        for (int i = 0; i < covered.size(); i++) {
            folders.put(covered.get(i), FOLDER + "/" + (i + 1) + "/merged");
        }
        folders.putAll(others);
        return folders;
    }

    /** Where a path of the copy lies. */
    String place(String path) {
        String best = "";
        String place = path;
        for (Map.Entry<String, String> folder : folders().entrySet()) {
            String below = folder.getKey() + "/";
            if (path.startsWith(below) && below.length() > best.length()) {
                best = below;
                place = folder.getValue() + path.substring(below.length() - 1);
            }
        }
        return place;
    }

    /** What was changed since {@link #cover}. */
    List<Written.Change> changes() {
        List<Written.Change> changes = new ArrayList<>();
        for (int i = 0; i < covered.size(); i++) {
            Path upper = Path.of(FOLDER, Integer.toString(i + 1), "upper");
            String lower = covered.get(i);
            try {
                Files.walkFileTree(upper, new Changes(upper, lower, changes));
            } catch (IOException e) {
                throw cannot("see what was written below " + lower, e.getMessage());
            }
        }
        return changes;
    }

    /** The last lines that were added to files below /var/log since {@link #cover}. */
    List<String> logged(int most) {
        List<String> lines = new ArrayList<>();
        for (Written.Change change : changes()) {
            if (change.path().startsWith("/var/log/") && !change.directory()) {
                lines.addAll(added(change));
            }
        }
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    /** Nothing where it cannot be read: it is evidence where it can be had. */
    private List<String> added(Written.Change change) {
        Path copy = Path.of(place(change.path()));
        if (!Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (SeekableByteChannel content = Files.newByteChannel(copy)) {
            long before = change.existed() ? Files.size(Path.of(change.path())) : 0;
            long begin = Math.max(Math.min(before, content.size()), content.size() - MOST_OF_LOG);
            ByteBuffer added = ByteBuffer.allocate((int) (content.size() - begin));
            content.position(begin).read(added);
            return new String(added.array(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static final class Changes extends SimpleFileVisitor<Path> {
        private final Path upper;
        private final String lower;
        private final List<Written.Change> changes;

        Changes(Path upper, String lower, List<Written.Change> changes) {
            this.upper = upper;
            this.lower = lower;
            this.changes = changes;
        }

        private FileVisitResult add(Path path, boolean isDirectory) {
            Path real = Path.of(lower).resolve(upper.relativize(path).toString());
            boolean existed = Files.exists(real, LinkOption.NOFOLLOW_LINKS);
            if (!isDirectory || !existed || !owners(path).equals(owners(real))) {
                changes.add(new Written.Change(real.toString(), isDirectory, existed));
            }
            return changes.size() < MOST_CHANGES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        /** A folder in which something changed is copied with its owner and mode, and differs only if these were changed. */
        private static Optional<Map<String, Object>> owners(Path path) {
            try {
                return Optional.of(Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(upper) ? FileVisitResult.CONTINUE : add(path, true);
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            return add(path, false);
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException why) {
            return FileVisitResult.CONTINUE;
        }
    }

    UnitName network() {
        return NETWORK;
    }

    /** What begins a command that is to run in the network of the copies. */
    List<String> inNetwork() {
        return List.of("nsenter", "--net=/proc/" + networkPid + "/ns/net", "--");
    }

    void writeUnit(UnitName unit, String text) {
        String file = unit.text().replaceFirst("@.*\\.", "@.");
        try (ScratchPrograms.Change _ = programs.begin()) {
            Files.createDirectories(UNITS);
            Files.writeString(UNITS.resolve(file), text);
        } catch (IOException e) {
            throw cannot("write " + UNITS.resolve(file), e.getMessage());
        }
    }

    String property(UnitName unit, String property) {
        return run("ask for " + unit, "systemctl", "show", "--value", "--property=" + property, "--", unit.text())
                .strip();
    }

    /** Runs a program that has to succeed; tells what it writes. */
    String run(String what, String... command) {
        Programs.Result result = programs.run(SHORT, List.of(command));
        if (!result.isSuccess()) {
            throw cannot(what, SystemctlActivation.reason(result));
        }
        return result.out();
    }

    /** What copies are started and asked with; nothing new begins once this process is told to end. */
    Programs programs() {
        return programs;
    }

    /** What is under way when this process is told to end goes on for a moment, and may leave something behind. */
    private void end() {
        programs.end();
        clear();
        programs.awaitQuiet(SHORT);
        clear();
    }

    private void clear() {
        always.run(SHORT, List.of("sh", "-c", CLEAR));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException ending) {
            // The hook does it.
            return;
        }
        clear();
        try {
            lock.close();
        } catch (IOException e) {
            throw cannot("give the lock back", e.getMessage());
        }
    }
}
