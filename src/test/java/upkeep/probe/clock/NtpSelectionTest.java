package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtpSelectionTest {

    private static NtpAnswer.Sample sample(String name, double offset, double distance) {
        return new NtpAnswer.Sample(name, offset, 0.001, 2, 0.001, distance, "source 192.0.2.9");
    }

    private static List<String> names(List<NtpAnswer.Sample> samples) {
        return samples.stream().map(NtpAnswer.Sample::server).sorted().toList();
    }

    @Test
    void oneServerIsBelieved() {
        NtpSelection selection =
                NtpSelection.select(List.of(sample("a", 0.5, 0.1))).orElseThrow();
        assertEquals(0.5, selection.offset(), 1e-9);
        assertEquals("a", selection.best().server());
    }

    @Test
    void noServerSaysNothing() {
        assertEquals(Optional.empty(), NtpSelection.select(List.of()));
    }

    @Test
    void twoThatDisagreeHaveNoMajority() {
        assertEquals(Optional.empty(), NtpSelection.select(List.of(sample("a", 0, 0.1), sample("b", 5, 0.1))));
    }

    @Test
    void twoAgainstTwoHaveNoMajority() {
        assertEquals(
                Optional.empty(),
                NtpSelection.select(List.of(
                        sample("a", 0, 0.1), sample("b", 0.01, 0.1), sample("c", 5, 0.1), sample("d", 5.01, 0.1))));
    }

    @Test
    void oneLiarOfThreeIsNotBelieved() {
        NtpSelection selection = NtpSelection.select(
                        List.of(sample("a", 0.01, 0.1), sample("liar", 1000, 0.005), sample("b", 0.03, 0.1)))
                .orElseThrow();
        assertEquals(List.of("a", "b"), names(selection.truechimers()));
        assertEquals(List.of("liar"), names(selection.falsetickers()));
        assertEquals(0.02, selection.offset(), 1e-9);
    }

    @Test
    void theMoreCertainWeighMore() {
        NtpSelection selection = NtpSelection.select(List.of(sample("a", 0.00, 0.1), sample("b", 0.03, 0.05)))
                .orElseThrow();
        assertEquals(0.02, selection.offset(), 1e-9);
        assertEquals("b", selection.best().server());
    }

    @Test
    void intervalsThatTouchAgree() {
        NtpSelection selection = NtpSelection.select(
                        List.of(sample("a", 0.0, 0.5), sample("b", 0.5, 0.5), sample("c", 0.25, 0.5)))
                .orElseThrow();
        assertEquals(3, selection.truechimers().size());
    }

    /** However a minority lies, the result stays where a majority of honest servers can have been. */
    @Test
    void noMinorityOfLiarsWins() {
        Random random = new Random(5905);
        for (int round = 0; round < 5000; round++) {
            int liars = random.nextInt(4);
            List<NtpAnswer.Sample> samples = new ArrayList<>();
            double widest = 0;
            for (int i = 0; i < liars + 1 + random.nextInt(3); i++) {
                double distance = 0.005 + random.nextDouble() / 10;
                widest = Math.max(widest, distance);
                samples.add(sample("honest", distance * (2 * random.nextDouble() - 1), distance));
            }
            double lie = random.nextGaussian() * 3;
            for (int i = 0; i < liars; i++) {
                samples.add(sample("liar", lie + random.nextGaussian() / 100, 0.005 + random.nextDouble()));
            }
            Collections.shuffle(samples, random);
            double most = widest;
            NtpSelection.select(samples).ifPresent(selection -> {
                assertTrue(2 * selection.truechimers().size() > samples.size(), samples::toString);
                assertTrue(selection.low() <= most && selection.high() >= -most, samples::toString);
                assertTrue(Math.abs(selection.offset()) <= 2 * most + 1, samples::toString);
            });
        }
    }
}
