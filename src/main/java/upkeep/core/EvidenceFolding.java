package upkeep.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Entry.Kind;
import upkeep.core.Event.EvidenceFound;
import upkeep.core.HardState.Intent;
import upkeep.spec.Service;

/** Takes in what the journal says of something that happened. It explains; it orders nothing. */
final class EvidenceFolding {

    /** Whoever asked for something did so at most this long before. */
    static final Duration BEFORE = Duration.ofSeconds(10);

    private EvidenceFolding() {}

    static void found(Step step, Service service, EvidenceFound event) {
        Evidence evidence = event.evidence();
        if (evidence.isEmpty()) {
            return;
        }
        Map<String, String> fields = new HashMap<>();
        StringBuilder text = new StringBuilder("the journal says: ");
        evidence.kill().ifPresent(kill -> {
            add(text, kill);
            fields.put("cause", Cause.KILL.word());
        });
        evidence.outOfMemory().ifPresent(killed -> {
            add(text, killed);
            fields.put("cause", Cause.OUT_OF_MEMORY.word());
        });
        evidence.jobType().ifPresent(type -> {
            add(text, "it was a " + type + " job");
            fields.put("job-type", type);
        });
        evidence.by().ifPresent(by -> {
            add(text, "asked for by " + by);
            fields.put("by", by);
        });
        if (!evidence.lines().isEmpty()) {
            add(text, "its last line was \"" + evidence.lines().getLast() + "\"");
            fields.put("log", String.join("\n", evidence.lines()));
        }
        long number = step.record(Kind.EVIDENCE, service, text.toString(), List.of(event.entry()), fields);
        boolean isExplained = step.service(service)
                .stop()
                .filter(stop -> stop.revised() && stop.entry() == event.entry())
                .isPresent();
        if (!isExplained || evidence.by().isPresent()) {
            stopOfWhatIsDown(step, service, evidence.jobType(), number);
        }
    }

    private static void add(StringBuilder text, String part) {
        text.append(text.charAt(text.length() - 1) == ' ' ? "" : "; ").append(part);
    }

    /**
     * A stop of a unit that was down already leaves no other trace: whoever asked for it wants it to stay down. The one
     * thing that evidence changes, and it only ever makes upkeepd do less.
     */
    private static void stopOfWhatIsDown(Step step, Service service, Optional<String> jobType, long evidence) {
        ServiceState state = step.service(service);
        boolean down = state.phase() == Phase.DOWN || state.phase() == Phase.FAILED;
        boolean waits = state.intent() == Intent.STOPPED_WITH_DEPENDENCY
                || state.intent() == Intent.STOPPED_WITH_PACKAGE
                || state.intent() == Intent.RUN;
        if (jobType.filter("stop"::equals).isPresent()
                && down
                && waits
                && state.pending().isEmpty()) {
            JobFolding.stoppedByOperator(step, service, List.of(evidence));
        }
    }
}
