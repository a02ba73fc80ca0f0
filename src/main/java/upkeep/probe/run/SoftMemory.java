package upkeep.probe.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import upkeep.spec.CheckId;

/** Remembers in memory what was put, and asks another for the rest. */
final class SoftMemory implements Memory {

    private record Place(CheckId check, String key) {}

    private final Map<Place, String> texts = new ConcurrentHashMap<>();
    private final Optional<Memory> below;

    SoftMemory(Optional<Memory> below) {
        this.below = below;
    }

    @Override
    public Optional<String> get(CheckId check, String key) {
        return Optional.ofNullable(texts.get(new Place(check, key)))
                .or(() -> below.flatMap(other -> other.get(check, key)));
    }

    @Override
    public void put(CheckId check, String key, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("too long to be remembered: " + text.length() + " characters");
        }
        texts.put(new Place(check, key), text);
    }
}
