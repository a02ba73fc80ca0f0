package upkeep.cli;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a service uses.
 *
 * @param processor percent of one processor
 * @param memory bytes
 */
record TopFigures(OptionalDouble processor, OptionalLong memory, OptionalLong tasks) {

    static final TopFigures NONE = new TopFigures(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());
}
