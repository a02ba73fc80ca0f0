package upkeep.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitNameTest {

    /** As {@code systemd-escape --path --suffix=mount} has them. */
    @ParameterizedTest
    @CsvSource({
        "/srv/data, srv-data.mount",
        "/, -.mount",
        "/srv/share-1, srv-share\\x2d1.mount",
        "/.hidden/.too, \\x2ehidden-.too.mount",
        "/srv/a b%, srv-a\\x20b\\x25.mount",
        "/srv/äß, srv-\\xc3\\xa4\\xc3\\x9f.mount",
        "/dev/disk/by-uuid/A_1:2, dev-disk-by\\x2duuid-A_1:2.mount",
    })
    void aPathIsEscaped(String path, String unit) {
        assertEquals(Optional.of(unit), UnitName.ofPath(path, "mount").map(UnitName::text));
    }

    @Test
    void aNameThatIsTooLongIsNone() {
        assertEquals(Optional.empty(), UnitName.ofPath("/" + "a".repeat(250), "mount"));
        assertEquals(
                249 + 6,
                UnitName.ofPath("/" + "a".repeat(249), "mount")
                        .orElseThrow()
                        .text()
                        .length());
    }
}
