package upkeep.sim;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Worlds in which something was wrong once, in upkeepd or in what was expected of it. What it was is a scenario of its own among the
 * tests of {@code upkeep.core}; a change to what is drawn makes other worlds of these seeds, which is no loss.
 */
class PinnedSeedsTest {

    @TestFactory
    Stream<DynamicTest> holdWhatOnceFailed() {
        return LongStream.of(
                        711, 1276, 1876, 3408, 5170, 8907, 10321, 11058, 11408, 11859, 13596, 13650, 13703, 13979,
                        16643, 17088, 17139, 17770, 18341, 20659, 26043, 27796, 40002, 40084, 49382, 52507, 68328,
                        94940, 119214, 123643, 133002, 137772, 153438, 201752, 229633, 370145, 603066, 753847, 801661,
                        815027, 1060956, 1074129, 1215563, 1240041, 1246296, 1658587, 1704703, 1929316, 2058711,
                        3000032, 3000103, 3000147, 3001469, 3001873, 3003688, 3005892, 3013035, 3054676, 3113311,
                        3337710, 3355708, 3361501, 3381213, 3400980, 3643538, 4030667, 4270997, 4277935, 4333475,
                        4338697, 4430794, 4583397, 4587738, 4634485, 4986420)
                .mapToObj(seed ->
                        DynamicTest.dynamicTest("seed " + seed, () -> Seeds.run(seed, Simulation.Variant.WHOLE)));
    }
}
