package upkeep.probe;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.HttpTarget;
import upkeep.target.StatusRange;

/** HTTP targets for tests, changed one property at a time. */
record Pages(HttpTarget target) {

    static Pages at(String url) {
        return new Pages(new HttpTarget(
                URI.create(url),
                "GET",
                Map.of(),
                List.of(new StatusRange(200, 299)),
                Optional.empty(),
                Optional.empty(),
                true));
    }

    Pages method(String method) {
        return new Pages(new HttpTarget(
                target.url(), method, target.headers(), target.status(), target.contains(), target.maxLatency(), true));
    }

    Pages headers(Map<String, String> headers) {
        return new Pages(new HttpTarget(
                target.url(), target.method(), headers, target.status(), target.contains(), target.maxLatency(), true));
    }

    Pages status(int first, int last) {
        return new Pages(new HttpTarget(
                target.url(),
                target.method(),
                target.headers(),
                List.of(new StatusRange(first, last)),
                target.contains(),
                target.maxLatency(),
                true));
    }

    Pages contains(String text) {
        return new Pages(new HttpTarget(
                target.url(),
                target.method(),
                target.headers(),
                target.status(),
                Optional.of(text),
                target.maxLatency(),
                true));
    }

    Pages within(TimeSpan latency) {
        return new Pages(new HttpTarget(
                target.url(),
                target.method(),
                target.headers(),
                target.status(),
                target.contains(),
                Optional.of(latency),
                true));
    }

    Pages unverified() {
        return new Pages(new HttpTarget(
                target.url(),
                target.method(),
                target.headers(),
                target.status(),
                target.contains(),
                target.maxLatency(),
                false));
    }
}
