package upkeep.probe.file;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;
import upkeep.base.Humane;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;
import upkeep.target.Place;

/** Looks at what is at a path, measures it, and gathers in what it differs from what it must be. */
final class PlaceLook {

    private final Place place;
    private final Findings findings;
    private final Instant now;
    private final Optional<PathFacts> facts;
    private final List<String> differences = new ArrayList<>();

    private PlaceLook(Place place, Findings findings, Optional<PathFacts> facts, Instant now) {
        this.place = place;
        this.findings = findings;
        this.facts = facts;
        this.now = now;
    }

    static PlaceLook at(Place place, Disk disk, Deadline deadline, Findings findings) throws Stop {
        Optional<PathFacts> facts = disk.ask(place.path(), deadline, _ -> PathFacts.of(place));
        PlaceLook look = new PlaceLook(place, findings, facts, Instant.now());
        look.measure();
        look.compare();
        findings.measure("total", deadline.elapsedNanos() / 1e9);
        findings.steps().add(() -> look.facts.map(look::shown).orElse("nothing is there"));
        return look;
    }

    /** What is there, to be read further; nothing if it is of another type than it must be, or not there. */
    Optional<PathFacts> wanted() {
        return facts.filter(found -> place.exists() && found.type() == place.type());
    }

    /** Whether there is nothing at the path. */
    boolean isNothing() {
        return facts.isEmpty();
    }

    private void measure() {
        findings.measure("exists", facts.isPresent() ? 1 : 0);
        facts.ifPresent(found -> {
            findings.reached(Depth.OPEN);
            findings.measure("age", age(found.modified()));
            findings.measure("access-age", age(found.accessed()));
            findings.measure("change-age", age(found.changed()));
            findings.measure("modified", found.modified().toMillis() / 1e3);
            findings.measure("size", (double) found.size());
            findings.measure("mode", found.modeNumber());
            findings.measure("uid", found.uid());
            findings.measure("gid", found.gid());
            findings.measure("links", found.links());
            findings.measure("inode", (double) found.inode());
            findings.found("type", found.type().word());
            findings.found("owner", found.owner());
            findings.found("group", found.group());
            findings.found(
                    "value",
                    found.type().word() + " " + found.modeText() + " " + found.owner() + ":" + found.group() + " "
                            + found.size() + " " + found.modified());
        });
    }

    /** Seconds; none where the time is still to come. */
    double age(FileTime time) {
        return Math.max(0, Duration.between(time.toInstant(), now).toNanos() / 1e9);
    }

    private void compare() {
        Optional<PathFacts> there = wanted();
        if (there.isPresent()) {
            PathFacts found = there.get();
            differ("mode", place.mode(), found.modeText(), found.modeText());
            differ("owner", place.owner(), found.owner(), Integer.toUnsignedString(found.uid()));
            differ("group", place.group(), found.group(), Integer.toUnsignedString(found.gid()));
            Optional<String> size = place.size().map(ByteSize::bytes).map(String::valueOf);
            differ("size", size, String.valueOf(found.size()), String.valueOf(found.size()));
            if (expects()) {
                findings.reached(Depth.VALUE);
            }
        }
    }

    private boolean expects() {
        return place.mode().isPresent()
                || place.owner().isPresent()
                || place.group().isPresent()
                || place.size().isPresent();
    }

    private void differ(String what, Optional<String> wanted, String found, String alsoCalled) {
        wanted.filter(text -> !text.equals(found) && !text.equals(alsoCalled))
                .ifPresent(text -> different(what + " is " + found + ", wanted " + text));
    }

    void different(String what) {
        differences.add(what);
    }

    /** The verdict: what is there and whether it is as it must be. */
    Observation verdict() throws Stop {
        if (facts.isEmpty()) {
            if (place.exists()) {
                throw new Stop.Sick(FailureKind.MISSING, place.path() + " is not there");
            }
            return findings.passed(place.path() + " is not there, as wanted");
        }
        PathFacts found = facts.get();
        if (!place.exists()) {
            throw new Stop.Sick(FailureKind.DIFFERENT, place.path() + " is there, and must not be");
        }
        if (found.type() != place.type()) {
            throw new Stop.Sick(
                    FailureKind.DIFFERENT,
                    place.path() + " is " + found.type().text() + ", wanted "
                            + place.type().text());
        }
        if (!differences.isEmpty()) {
            throw new Stop.Sick(FailureKind.DIFFERENT, place.path() + ": " + String.join("; ", differences));
        }
        return findings.passed(shown(found));
    }

    /** Ends the probe where it could not look any further: what is known to be wrong counts more. */
    Stop stopped(Stop.Unasked stop) {
        return differences.isEmpty()
                ? stop
                : new Stop.Sick(FailureKind.DIFFERENT, place.path() + ": " + String.join("; ", differences));
    }

    private String shown(PathFacts found) {
        return place.path() + " is " + found.type().text() + ", "
                + found.modeText() + " " + found.owner() + ":" + found.group() + ", "
                + Humane.size(new ByteSize(found.size())) + ", "
                + Humane.duration(Duration.ofMillis((long) (age(found.modified()) * 1e3))) + " old";
    }
}
