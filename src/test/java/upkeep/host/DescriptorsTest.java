package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void whatAnErrorSaysOfThem() {
        for (String error : List.of(
                new FileSystemException("/proc/1/stat", null, "Too many open files").getMessage(),
                "Too many open files in system",
                "error=24, Too many open files")) {
            assertTrue(Descriptors.noneIsLeft(error), error);
        }
        assertFalse(Descriptors.noneIsLeft("/proc/1/stat: Permission denied"));
        assertFalse(Descriptors.noneIsLeft(null));
    }
}
