package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceDataTest {

    private static Map<String, Double> measured(String data) {
        return PerformanceData.of("OK | " + data).measurements();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "load1=0.250;5.000;10.000;0; load5=1 ! {load1=0.25, load5=1.0}",
                "rta=1.5ms;100;500;0 pl=20%;20;60;0;100 ! {rta=0.0015, pl=20.0, pl-percent=20.0}",
                "time=12us ! {time=1.2E-5}",
                "size=4B;;;0 /var=2MB;1;2;0;3 ! {size=4.0, var=2097152.0}",
                "/=5MB ! {data-1=5242880.0}",
                "'C:\\ %'=3% ! {c=3.0, c-percent=3.0}",
                "'it''s free'=7 ! {it-s-free=7.0}",
                "hits=12c ! {hits=12.0}",
                "a=U b=-1.5 c=1,5 ! {b=-1.5, c=1.5}",
                "a=1parsec b=2 ! {b=2.0}",
                "status=9 5min=2 ! {data-1=9.0, min=2.0}",
                "a=1 a=2 ! {a=1.0}",
                "no data here ! {}",
                "a= =1 '=2 ! {}",
            })
    void valuesHaveTheirNamesAndUnits(String data, String wanted) {
        assertEquals(wanted, measured(data).toString());
    }

    @Test
    void textAndDataOfSeveralLinesAreToldApart() {
        PerformanceData data = PerformanceData.of("DISK OK | a=1\nmore text\nand more | b=2\nc=3\n");
        assertEquals("DISK OK", data.text());
        assertEquals("{a=1.0, b=2.0, c=3.0}", data.measurements().toString());
        assertEquals("", PerformanceData.of("").text());
    }

    @Test
    void whateverIsWrittenHasBounds() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append(" a").append(i).append("=1%");
        }
        assertTrue(measured(many.toString()).size() <= PerformanceData.MOST + 1);
        Random random = new Random(20261125);
        String signs = "ab1 '=;|%.\n-U/";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int length = random.nextInt(200); length > 0; length--) {
                noise.append(signs.charAt(random.nextInt(signs.length())));
            }
            PerformanceData.of(noise.toString()).measurements().keySet().forEach(name -> {
                assertTrue(name.matches("[a-z][a-z0-9]*([.-][a-z0-9]+)*"), name);
                assertTrue(name.length() <= 80, name);
            });
        }
    }
}
