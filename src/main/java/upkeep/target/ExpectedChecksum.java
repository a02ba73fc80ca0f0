package upkeep.target;

import java.util.Optional;

/**
 * The checksum that a file must have.
 *
 * @param digest in lower-case hexadecimal; absent for the one that is recorded when the file is first seen to be good
 */
public record ExpectedChecksum(Checksum checksum, Optional<String> digest) {}
