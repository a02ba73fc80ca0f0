package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the group of a unit uses. */
class GroupUseTest {

    @TempDir
    private Path root;

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private ProcFiles files() {
        return new ProcFiles(root, System::nanoTime);
    }

    @Test
    void theGroupOfTheUnitIsRead() throws IOException {
        write("proc/42/cgroup", "0::/shop.slice/web@1.service/inner\n");
        String group = "sys/fs/cgroup/shop.slice/web@1.service/";
        write(group + "cpu.stat", "usage_usec 1234567\nuser_usec 1\n");
        write(group + "memory.current", "4096\n");
        assertEquals(
                Optional.of(new GroupUse(OptionalLong.of(1_234_567), OptionalLong.of(4_096), OptionalLong.empty())),
                GroupUse.of(files(), 42, "web@1.service"));
        assertEquals(Optional.empty(), GroupUse.of(files(), 42, "db.service"), "the number is another process's now");
        assertEquals(Optional.empty(), GroupUse.of(files(), 43, "web@1.service"));
    }

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/web.service, /system.slice/web.service",
        "0::/system.slice/web.service/a/b, /system.slice/web.service",
        "0::/system.slice/myweb.service,",
        "0::/,",
        "1:name=systemd:/system.slice/web.service,"
    })
    void groupsOfVersionTwoHaveOne(String line, String folder) {
        assertEquals(Optional.ofNullable(folder), GroupUse.folder("9:memory:/x\n" + line + "\n", "web.service"));
    }
}
