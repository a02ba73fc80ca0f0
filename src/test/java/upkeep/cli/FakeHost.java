package upkeep.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.install.Reversion;
import upkeep.install.Unconfirmed;

/** A machine on which nothing takes back what is not confirmed, at one moment that never passes. */
record FakeHost() implements Host {

    @Override
    public Instant now() {
        return Instant.parse("2026-11-26T10:00:00Z");
    }

    @Override
    public String caller() {
        return "root, by sudo of alice (1000)";
    }

    @Override
    public Map<UnitName, Map<String, String>> show(List<String> properties, List<UnitName> units) {
        return Map.of();
    }

    @Override
    public Programs programs() {
        return new Programs();
    }

    @Override
    public Optional<Ground> ground(Layout layout) {
        return Optional.empty();
    }

    @Override
    public Reversion reversion(Layout layout) {
        return new Reversion() {
            @Override
            public Unconfirmed.Due in(long seconds) {
                return new Unconfirmed.Due(seconds, "", 0, 0);
            }

            @Override
            public void watch() throws IOException {
                throw new IOException("nothing runs here");
            }
        };
    }
}
