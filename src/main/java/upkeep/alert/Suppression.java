package upkeep.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.spec.Alerting;

/**
 * What keeps a case from being told. It never keeps its end from whoever was told of its beginning.
 *
 * @param zone of the machine's clock, by which windows of maintenance go
 */
record Suppression(Alerting alerting, Collection<Silence> silences, ZoneId zone) {

    /** Until when nobody is told of that; nothing if people are. */
    Optional<Instant> until(Facts facts, Instant now) {
        Stream<Instant> silenced = silences.stream()
                .filter(silence -> silence.until().isAfter(now) && facts.isMeantBy(silence.match()))
                .map(Silence::until);
        Stream<Instant> maintained = alerting.maintenance().stream()
                .filter(window -> facts.isMeantBy(window.match()))
                .flatMap(window -> window.end(now, zone).stream());
        return Stream.concat(silenced, maintained).max(Instant::compareTo);
    }
}
