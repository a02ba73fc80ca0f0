package upkeep.systemd.dbus;

import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import upkeep.core.UnitMeasures;

/** What a unit uses, out of the properties of its type. */
final class Measures {

    /** The largest number stands for "not set", and for "no limit". */
    private static final BigInteger UNSET = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private static final double NANOS = 1e9;

    private Measures() {}

    static UnitMeasures of(Map<?, ?> properties) {
        return new UnitMeasures(
                number(properties.get("MemoryCurrent")),
                lowest(number(properties.get("MemoryMax")), number(properties.get("EffectiveMemoryMax"))),
                seconds(number(properties.get("CPUUsageNSec"))),
                number(properties.get("TasksCurrent")),
                number(properties.get("IOReadBytes")),
                number(properties.get("IOWriteBytes")),
                Descriptors.count((long) number(properties.get("MainPID")).orElse(0)));
    }

    /** The second one, of systemd 256 and later, takes the limits of the slices above into account. */
    private static OptionalDouble lowest(OptionalDouble own, OptionalDouble effective) {
        return Stream.of(own, effective)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }

    private static OptionalDouble seconds(OptionalDouble nanos) {
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / NANOS) : nanos;
    }

    private static OptionalDouble number(@Nullable Object value) {
        Object plain = value instanceof Variant<?> variant ? variant.getValue() : value;
        if (!(plain instanceof Number)) {
            return OptionalDouble.empty();
        }
        // The bus's own unsigned type has no other way to show all of its range.
        BigInteger exact = new BigInteger(plain.toString());
        return exact.equals(UNSET) ? OptionalDouble.empty() : OptionalDouble.of(exact.doubleValue());
    }
}
