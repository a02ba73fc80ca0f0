package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import upkeep.host.RaidArray.Work;

class RaidArrayTest {

    private static RaidArray one(String text) {
        List<RaidArray> arrays = RaidArray.parse(
                "Personalities : [raid1] [raid6] [raid5] [raid4] \n" + text + "\nunused devices: <none>\n");
        assertEquals(1, arrays.size(), arrays.toString());
        return arrays.getFirst();
    }

    @Test
    void anArrayThatIsWhole() {
        RaidArray array = one("""
                md0 : active raid1 sdb1[1] sda1[0]
                      1953382464 blocks super 1.2 [2/2] [UU]
                      bitmap: 1/15 pages [4KB], 65536KB chunk
                """);
        assertEquals(new RaidArray("md0", true, false, "raid1", 2, 2, List.of(), 0, Optional.empty()), array);
        assertFalse(array.isDegraded());
    }

    @Test
    void aMemberThatFailedIsNamed() {
        RaidArray array = one("""
                md1 : active raid1 sdb2[1] sda2[0](F)
                      8380416 blocks super 1.2 [2/1] [_U]
                """);
        assertEquals(List.of("sda2"), array.failed());
        assertTrue(array.isDegraded());
    }

    @Test
    void recoverySaysHowFarItIs() {
        RaidArray array = one("""
                md2 : active raid5 sdd1[4] sdc1[2] sdb1[1] sda1[0] sde1[5](S)
                      878875968 blocks super 1.2 level 5, 64k chunk, algorithm 2 [4/3] [UUU_]
                      [==>..................]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec
                """);
        assertEquals(
                Optional.of(new Work(
                        "recovery", OptionalDouble.of(12.6), OptionalDouble.of(7650), OptionalDouble.of(34_242_560))),
                array.work());
        assertEquals(1, array.spares());
        assertEquals(4, array.wanted());
        assertEquals(3, array.working());
    }

    @Test
    void workThatWaitsHasNoFigures() {
        Work waiting = new Work("resync", OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        RaidArray pending = one("""
                md3 : active (auto-read-only) raid1 sdb3[1] sda3[0]
                      1048576 blocks super 1.2 [2/2] [UU]
                        resync=PENDING
                """);
        assertTrue(pending.isReadOnly());
        assertEquals(Optional.of(waiting), pending.work());
        assertEquals(
                Optional.of(waiting),
                one("md3 : active raid1 sdb3[1]\n   [2/2] [UU]\n   resync=DELAYED\n")
                        .work());
    }

    @Test
    void anArrayThatDoesNotRunIsDegraded() {
        RaidArray array = one("md127 : inactive sdc1[0](S)\n      1046528 blocks super 1.2\n");
        assertFalse(array.isActive());
        assertTrue(array.isDegraded());
        assertEquals(1, array.spares());
    }

    @Test
    void levelsWithoutSparesHaveNoCount() {
        RaidArray array = one("md4 : active raid0 sdb4[1] sda4[0]\n      2093056 blocks super 1.2 512k chunks\n");
        assertEquals("raid0", array.level());
        assertEquals(0, array.wanted());
        assertFalse(array.isDegraded());
    }

    @Test
    void severalArraysAndNone() {
        assertEquals(List.of(), RaidArray.parse("Personalities : \nunused devices: <none>\n"));
        assertEquals(List.of(), RaidArray.parse(""));
        List<RaidArray> two = RaidArray.parse("""
                Personalities : [raid1]
                md1 : active raid1 sdb2[1] sda2[0]
                      8380416 blocks super 1.2 [2/2] [UU]

                md0 : active raid1 sdb1[1]
                      8380416 blocks super 1.2 [2/1] [_U]

                unused devices: <none>
                """);
        assertEquals(List.of("md1", "md0"), two.stream().map(RaidArray::name).toList());
        assertEquals(List.of(2, 1), two.stream().map(RaidArray::working).toList());
    }
}
