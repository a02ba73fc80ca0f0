package upkeep.spec;

import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;

/**
 * A directory that is there before any service starts, see tmpfiles.d(5).
 *
 * @param mode in octal digits
 * @param age how long what lies in it may lie untouched before it is deleted; absent for ever
 */
public record Directory(
        String path,
        SourcePos position,
        String mode,
        Optional<String> user,
        Optional<String> group,
        Optional<TimeSpan> age) {}
