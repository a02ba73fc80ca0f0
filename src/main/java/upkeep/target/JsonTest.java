package upkeep.target;

import java.util.Optional;

/**
 * A value in a JSON text: it must be there.
 *
 * @param equals what it must be; a number is compared as a number
 * @param name what the value is called in rules: a number, true (1) or false (0) is measured, a text is found
 */
public record JsonTest(JsonPath path, Optional<String> equals, Optional<String> name) {}
