package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedFilesTest {

    private static final String LIBRARY =
            "7f2c4a000000-7f2c4a200000 r-xp 00021000 fe:00 131339                     /usr/lib/libc.so.6\n";

    private static String map(String rights, String file) {
        return "7f2c4b000000-7f2c4b200000 " + rights + " 00021000 fe:00 131340                     " + file + "\n"
                + LIBRARY;
    }

    @ParameterizedTest
    @CsvSource({
        "r-xp, /usr/lib/libssl.so.3 (deleted), true",
        "r-xp, /opt/two words/app (deleted), true",
        "r--p, /usr/lib/libssl.so.3 (deleted), false",
        "r-xp, /usr/lib/libssl.so.3, false",
        "rwxp, /memfd:jit (deleted), false",
        "r-xs, /dev/zero (deleted), false",
        "rwxp, /tmp/ffi123 (deleted), false",
        "r-xp, /SYSV00000000 (deleted), false",
        "r-xp, [vdso], false"
    })
    void onlyInstalledCodeThatIsGoneIsOutdated(String rights, String file, boolean isOutdated) {
        assertEquals(isOutdated, MappedFiles.isOutdated(map(rights, file)));
    }

    @Test
    void whatWasReplacedIsNamed() {
        String maps = map("r-xp", "/usr/lib/libssl.so.3 (deleted)") + map("r-xp", "/memfd:jit (deleted)");
        assertEquals(List.of("/usr/lib/libssl.so.3"), MappedFiles.replaced(maps).toList());
    }

    @Test
    void nothingIsNotOutdated() {
        assertEquals(false, MappedFiles.isOutdated(""));
    }
}
