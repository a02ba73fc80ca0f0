package upkeep.probe.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Lookup;
import upkeep.target.NtpTarget;

/** Compares the local clock with what a majority of NTP servers agrees on; asks them all at once. */
public final class NtpProber implements Prober<NtpTarget> {

    private final NtpClient client;

    public NtpProber(Lookup lookup) {
        client = new NtpClient(lookup);
    }

    @Override
    public Observation probe(NtpTarget target, Deadline deadline, Findings findings) throws Stop {
        List<NtpAnswer> answers = askAll(target, deadline, findings.steps());
        findings.measure("total", deadline.elapsedNanos() / 1e9);
        if (answers.stream().anyMatch(NtpAnswer.Sample.class::isInstance)) {
            findings.reached(Depth.QUERY);
        }
        return judge(target, answers, findings);
    }

    private List<NtpAnswer> askAll(NtpTarget target, Deadline deadline, Steps steps) throws Stop {
        double maxOffset = seconds(target.maxOffset());
        List<Callable<NtpAnswer>> questions = new ArrayList<>();
        for (NtpTarget.Server server : target.servers()) {
            questions.add(() -> client.ask(server, maxOffset, deadline, steps));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(questions).stream().map(Future::resultNow).toList();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        }
    }

    /** The verdict over all servers' answers. */
    static Observation judge(NtpTarget target, List<NtpAnswer> answers, Findings findings) throws Stop {
        List<NtpAnswer.Sample> samples = of(answers, NtpAnswer.Sample.class);
        int quorum = Math.max(1, target.quorum());
        if (samples.size() < quorum) {
            throw tooFew(answers, samples, quorum);
        }
        Optional<NtpSelection> selected = NtpSelection.select(samples);
        if (selected.isEmpty()) {
            throw new Stop.Sick(
                    FailureKind.NOT_SYNCHRONISED,
                    "the servers do not agree with each other: " + offsets(samples) + troubles(answers));
        }
        NtpSelection selection = selected.get();
        int agreeing = selection.truechimers().size();
        if (agreeing < quorum) {
            throw new Stop.Sick(
                    FailureKind.NOT_SYNCHRONISED,
                    "only " + agreeing + " of " + samples.size() + " servers agree with each other, wanted " + quorum
                            + ": " + offsets(samples) + troubles(answers));
        }
        return compare(target, answers, selection, findings);
    }

    private static Observation compare(
            NtpTarget target, List<NtpAnswer> answers, NtpSelection selection, Findings findings) throws Stop {
        double offset = selection.offset();
        NtpAnswer.Sample best = selection.best();
        findings.reached(Depth.VALUE);
        findings.measure("offset", Math.abs(offset));
        findings.measure("offset-signed", offset);
        findings.measure("delay", best.delay());
        findings.measure("stratum", best.stratum());
        findings.measure("root-dispersion", best.rootDispersion());
        findings.measure("root-distance", best.rootDistance());
        int agreeing = selection.truechimers().size();
        String found =
                "the local clock is " + Words.seconds(Math.abs(offset)) + (offset < 0 ? " ahead of " : " behind ")
                        + (target.servers().size() == 1
                                ? best.server()
                                : agreeing + " of " + target.servers().size() + " servers");
        String detail = " (" + offsets(selection.truechimers()) + ")"
                + (selection.falsetickers().isEmpty() ? "" : "; not believed: " + offsets(selection.falsetickers()))
                + troubles(answers);
        if (Math.abs(offset) > seconds(target.maxOffset())) {
            throw new Stop.Sick(FailureKind.OFFSET, found + ", wanted within " + target.maxOffset() + detail);
        }
        return findings.passed(found + detail);
    }

    /** Unknown where those that could not be asked might have made the quorum, else failed with each server's reason. */
    private static Stop tooFew(List<NtpAnswer> answers, List<NtpAnswer.Sample> samples, int quorum) {
        List<NtpAnswer.Unasked> unasked = of(answers, NtpAnswer.Unasked.class);
        List<NtpAnswer.Sick> sick = of(answers, NtpAnswer.Sick.class);
        String text = (answers.size() == 1
                        ? ""
                        : samples.size() + " of " + answers.size() + " servers gave the time, wanted " + quorum + ": ")
                + reasons(answers)
                + (samples.isEmpty() ? "" : "; " + offsets(samples));
        if (sick.isEmpty() || samples.size() + unasked.size() >= quorum) {
            return new Stop.Unasked(text);
        }
        FailureKind kind = sick.stream()
                .map(NtpAnswer.Sick::kind)
                .filter(FailureKind.NOT_SYNCHRONISED::equals)
                .findFirst()
                .orElse(sick.getFirst().kind());
        return new Stop.Sick(kind, text);
    }

    private static String troubles(List<NtpAnswer> answers) {
        String reasons = reasons(answers);
        return reasons.isEmpty() ? "" : "; " + reasons;
    }

    private static String reasons(List<NtpAnswer> answers) {
        return answers.stream()
                .flatMap(answer -> switch (answer) {
                    case NtpAnswer.Sample _ -> Stream.<String>empty();
                    case NtpAnswer.Sick sick -> Stream.of(sick.server() + ": " + sick.text());
                    case NtpAnswer.Unasked unasked -> Stream.of(unasked.server() + ": " + unasked.text());
                    case NtpAnswer.Bogus bogus -> Stream.of(bogus.server() + ": " + bogus.text());
                })
                .collect(Collectors.joining("; "));
    }

    private static String offsets(List<NtpAnswer.Sample> samples) {
        return samples.stream()
                .map(sample -> sample.server() + " " + (sample.offset() < 0 ? "" : "+") + Words.seconds(sample.offset())
                        + " ± " + Words.seconds(sample.rootDistance()) + " stratum " + sample.stratum() + " from "
                        + sample.source())
                .collect(Collectors.joining(", "));
    }

    private static double seconds(TimeSpan span) {
        return span.microseconds() / 1e6;
    }

    private static <T extends NtpAnswer> List<T> of(List<NtpAnswer> answers, Class<T> kind) {
        return answers.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
