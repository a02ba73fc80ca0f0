package upkeep.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/**
 * What {@code upkeep why} prints: how a service stands and what upkeep means to do about it, then what led there, newest
 * first: what was seen, what was concluded, decided and done, and what came of it. Pure but for the source it reads.
 */
public final class WhyText {

    private static final int MOST_STORIES = 8;

    private WhyText() {}

    /**
     * The answer to {@code upkeep why NAME}.
     *
     * @param view the service as it stands, unless it is not supervised (any more) or a check of its own
     * @param at the time to explain: what was recorded later is left out, but an incident then open is told to its end
     */
    public static Answer answer(
            String name,
            Optional<ServiceView> view,
            Optional<Instant> at,
            boolean json,
            EntrySource source,
            Instant now,
            ZoneId zone)
            throws IOException {
        List<Story> stories = Story.of(name, at, MOST_STORIES, source);
        if (json) {
            return Answer.done(json(name, view, stories, now, zone));
        }
        List<String> lines = new ArrayList<>();
        if (at.isEmpty()) {
            lines.addAll(view.map(service -> standing(service, stories, now, zone))
                    .orElseGet(() -> List.of(name + " is no service of the plan in force; this is what is recorded.")));
        }
        if (stories.isEmpty()) {
            lines.add("Nothing is recorded about " + name
                    + at.map(time -> " up to " + Times.point(time, now, zone)).orElse("") + ".");
        } else {
            tell(name, stories, lines, now, zone);
        }
        return Answer.done(String.join("\n", lines) + "\n");
    }

    /**
     * The incident of that number line by line, for whoever is told of it: what {@code upkeep why} tells, in short; empty if nothing is
     * recorded.
     *
     * @param subject whose incident it is; empty for the machine
     */
    public static List<String> incident(long number, String subject, EntrySource source, Instant now, ZoneId zone)
            throws IOException {
        return Story.of(number, subject, source)
                .map(story -> new StoryText(story, subject, now, zone).brief())
                .orElse(List.of());
    }

    private static void tell(String name, List<Story> stories, List<String> lines, Instant now, ZoneId zone) {
        boolean incidentTold = false;
        List<String> earlier = new ArrayList<>();
        for (Story story : stories) {
            if (incidentTold) {
                earlier.add(earlier(story, now, zone));
                continue;
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(new StoryText(story, name, now, zone).lines());
            incidentTold = story.incident().isPresent();
        }
        if (!earlier.isEmpty()) {
            lines.add("");
            lines.add("Earlier incidents (upkeep why " + name + " --at TIME tells one):");
            lines.addAll(earlier);
        }
    }

    private static String earlier(Story story, Instant now, ZoneId zone) {
        Entry opened = story.opened().orElse(story.first());
        String end = story.resolved()
                .map(resolved -> "resolved after "
                        + Times.length(Duration.between(
                                opened.at().wall(), resolved.at().wall())))
                .orElse("still open");
        return "  #" + story.incident().orElse(opened.number()) + "  "
                + Times.point(opened.at().wall(), now, zone) + "  " + end + "  " + Table.plain(opened.text());
    }

    /** How the service stands now, the most binding fact first. */
    private static List<String> standing(ServiceView service, List<Story> stories, Instant now, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        String name = service.name();
        switch (service.intent()) {
            case STOPPED ->
                lines.add(name + " is stopped because an operator stopped it" + stopped(stories, now, zone)
                        + ". upkeep leaves it so until somebody starts it (systemctl start "
                        + service.unit() + ").");
            case STOPPED_WITH_DEPENDENCY ->
                lines.add(name + " was stopped together with a unit it requires. upkeep starts it once that is back.");
            case STOPPED_WITH_PACKAGE ->
                lines.add(name + " was stopped while packages were being installed, whose scripts start it again.");
            case UNKNOWN ->
                lines.add(name + " is " + service.activeState()
                        + "; upkeepd has neither seen it run nor seen it stopped," + " so it does nothing on a guess.");
            case RUN -> lines.add(running(service, now));
        }
        service.hold()
                .ifPresent(hold -> lines.add(name + " is " + StatusText.held(hold, now, zone)
                        + ". Until then upkeep watches and records, but does nothing."));
        if (service.exhausted()) {
            lines.add("Its restart budget is spent (" + service.restartsUsed() + " of " + service.budgetCount()
                    + " within " + service.budgetPer() + "), so it is not restarted as before. upkeep release "
                    + name + " gives it a fresh budget.");
        }
        service.notes().forEach(note -> lines.add(name + " is " + note + "."));
        if (service.intent() != Intent.STOPPED) {
            service.next()
                    .ifPresent(next ->
                            lines.add("Next: " + next.what() + " at " + Times.point(next.due(), now, zone) + "."));
        }
        return lines;
    }

    private static String stopped(List<Story> stories, Instant now, ZoneId zone) {
        return stories.stream()
                .flatMap(story -> story.entries().reversed().stream())
                .filter(entry -> entry.kind() == Kind.INTENT)
                .findFirst()
                .map(entry -> " at " + Times.point(entry.at().wall(), now, zone) + ", "
                        + Times.length(Duration.between(entry.at().wall(), now)) + " ago")
                .orElse("");
    }

    private static String running(ServiceView service, Instant now) {
        String state = service.activeState() + " (" + service.subState() + ")"
                + service.since()
                        .map(since -> " for " + Times.length(Duration.between(since, now)))
                        .orElse("");
        String incident = service.incident()
                .map(number -> " Incident #" + number + " is open.")
                .orElse("");
        String health = switch (service.health()) {
            case NONE ->
                service.checks().isEmpty()
                        ? "It has no probe; only its unit is watched."
                        : "What its probes say counts once it is up.";
            case STARTING -> "Its probes have not passed since it was started.";
            case OK -> "Its probes pass.";
            case NOT_READY -> "It lives, but its readiness probe fails; it is never restarted for that alone.";
            case SUSPECT -> "A probe fails, but not often enough yet for a verdict.";
            case DEAD -> "Its liveness probe has failed often enough: it counts as dead.";
            case UNKNOWN -> "Its probes could not be run, so nothing is concluded from them.";
        };
        return service.name() + " is " + state + ". " + health + incident;
    }

    private static String json(String name, Optional<ServiceView> view, List<Story> stories, Instant now, ZoneId zone) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("name", name);
            if (view.isPresent()) {
                json.writeStringField("summary", String.join(" ", standing(view.get(), stories, now, zone)));
                json.writeFieldName("service");
                StatusJson.service(json, view.get());
            }
            json.writeArrayFieldStart("stories");
            for (Story story : stories) {
                json.writeStartObject();
                Json.number(json, "incident", story.incident());
                Json.time(json, "opened", story.opened().map(entry -> entry.at().wall()));
                Json.time(
                        json,
                        "resolved",
                        story.resolved().map(entry -> entry.at().wall()));
                json.writeArrayFieldStart("entries");
                for (Entry entry : story.entries()) {
                    Json.entry(json, entry);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
