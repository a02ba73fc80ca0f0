package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.render.UnitTree;

class UnitChangeTest {

    private static final String COMMON = "[Service]\nExecStart=/bin/x\n";

    private static UnitChange change(String before, String after) {
        String path = "/etc/systemd/system/web.service";
        FileChange file = new FileChange(
                path,
                FileChange.Verb.UPDATE,
                UnitTree.Kind.UNIT,
                Optional.of(Trees.WEB),
                Optional.of(DiskFile.Regular.of(before.getBytes(StandardCharsets.UTF_8), 0644)),
                Optional.of(new UnitTree.File(path, after, 0644, UnitTree.Kind.UNIT, Optional.of(Trees.WEB))),
                Optional.empty());
        return UnitChange.of(Trees.WEB, List.of(file));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "MemoryMax=1G, MemoryMax=2G, MemoryMax=, true",
                "MemoryMax=1G, -, MemoryMax=, true",
                "-, TasksMax=7, TasksMax=, true",
                "CPUQuota=10%, IOWeight=5, 'CPUQuota=, IOWeight=', true",
                "IPAddressDeny=any, IPAddressDeny=::1, IPAddressDeny=, true",
                "RestartSec=1s, RestartSec=2s, RestartSec=, true",
                "LimitNOFILE=1, LimitNOFILE=2, LimitNOFILE=, false",
                "MemoryMax=1G, User=x, 'MemoryMax=, User=', false",
                "WatchdogSec=1s, WatchdogSec=2s, WatchdogSec=, false",
                "Environment=A=1, Environment=A=2, Environment=, false",
            })
    void whatDiffersDecidesWhetherTheUnitIsRestarted(
            @Nullable String before, @Nullable String after, String text, boolean live) {
        UnitChange change = change(line(before), line(after));
        assertEquals(text, change.text());
        assertEquals(live, change.isLive());
    }

    private static String line(@Nullable String directive) {
        return COMMON + (directive == null ? "" : directive + "\n");
    }

    @ParameterizedTest
    @CsvSource({"no unit file", "[Service"})
    void whatCannotBeReadIsRestarted(String before) {
        UnitChange change = change(before, COMMON);
        assertEquals("its text", change.text());
        assertFalse(change.isLive());
    }
}
