package upkeep.probe.bus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Properties as {@link SystemBus} tells them. What is absent, or of another type than it should be, is empty. */
public record BusValues(Map<String, Object> properties) {

    public BusValues {
        properties = Map.copyOf(properties);
    }

    public String text(String name) {
        return properties.get(name) instanceof String text ? text : "";
    }

    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(properties.get(name));
    }

    /** A number that is set. */
    public OptionalLong number(String name) {
        return properties.get(name) instanceof Long number && number >= 0
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    public List<?> list(String name) {
        return properties.get(name) instanceof List<?> list ? list : List.of();
    }

    /** One of a list, a number. */
    public static OptionalLong number(List<?> list, int index) {
        return index < list.size() && list.get(index) instanceof Long number
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    /** One of a list, a text. */
    public static Optional<String> text(List<?> list, int index) {
        return index < list.size() && list.get(index) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
