package upkeep.probe.file;

import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.ExpectedChecksum;
import upkeep.target.FileTarget;
import upkeep.target.FileType;

/** Looks at a file, and into it only as far as that is asked for. */
public final class FileProber implements Prober<FileTarget> {

    /** Under this is remembered how far the content was searched. */
    private static final String POSITION = "content";

    private final Disk disk;
    private final Checksums checksums = new Checksums();

    public FileProber(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Observation probe(FileTarget target, Deadline deadline, Findings findings) throws Stop {
        PlaceLook look = PlaceLook.at(target.place(), disk, deadline, findings);
        Optional<PathFacts> facts = look.wanted().filter(found -> found.type() == FileType.FILE);
        if (facts.isEmpty()) {
            if (look.isNothing() && !findings.asked().contents().isEmpty()) {
                findings.asked().remember(POSITION, Position.NOT_THERE);
            }
            return look.verdict();
        }
        Optional<String> digest;
        try {
            digest = digest(target, facts.get(), deadline, findings);
            digest.ifPresent(found -> compare(target, found, look, findings.asked()));
            search(target, facts.get(), deadline, findings);
        } catch (Stop.Unasked stop) {
            throw look.stopped(stop);
        }
        Observation observation = look.verdict();
        digest.ifPresent(found -> record(target, found, findings.asked()));
        return observation;
    }

    private Optional<String> digest(FileTarget target, PathFacts facts, Deadline deadline, Findings findings)
            throws Stop {
        if (target.checksum().isEmpty()) {
            return Optional.empty();
        }
        String digest = disk.ask(
                target.text(),
                deadline,
                earlier -> checksums.of(target.place(), facts, target.checksum().get(), earlier));
        findings.found("checksum", digest);
        findings.reached(Depth.VALUE);
        findings.steps().add(() -> target.checksum().get().word() + " is " + digest);
        return Optional.of(digest);
    }

    private static void compare(FileTarget target, String digest, PlaceLook look, Asked asked) {
        if (target.expected().isEmpty()) {
            return;
        }
        ExpectedChecksum expected = target.expected().get();
        String word = expected.checksum().word();
        Optional<String> recorded = Baseline.recorded(asked, target.text(), expected.checksum());
        Optional<String> wanted = expected.digest().or(() -> recorded);
        if (wanted.isPresent() && !wanted.get().equals(digest)) {
            boolean isRecorded = expected.digest().isEmpty();
            look.different(word + " is " + digest + ", " + (isRecorded ? "recorded was " : "wanted ") + wanted.get()
                    + (isRecorded ? "; if that is right, run `upkeep accept " + asked.check() + "`" : ""));
            if (isRecorded) {
                Baseline.differs(asked, target.text(), expected.checksum(), digest);
            }
        }
    }

    /** The file is as it must be: what was never recorded is now. */
    private static void record(FileTarget target, String digest, Asked asked) {
        boolean isRecorded = target.expected()
                .filter(expected -> expected.digest().isEmpty())
                .isPresent();
        if (isRecorded) {
            Baseline.record(asked, target.text(), target.expected().get().checksum(), digest);
            Baseline.agrees(asked);
        }
    }

    private void search(FileTarget target, PathFacts facts, Deadline deadline, Findings findings) throws Stop {
        Asked asked = findings.asked();
        if (asked.contents().isEmpty()) {
            return;
        }
        LineSearch search = new LineSearch(asked.contents(), target.ignore());
        Optional<String> remembered = asked.remembered(POSITION);
        ContentReader reader = new ContentReader(target, facts, search);
        ContentReader.End end = disk.ask(target.text(), deadline, earlier -> reader.read(remembered, earlier));
        search.measure(findings);
        findings.measure("unread", (double) end.unread());
        findings.reached(Depth.VALUE);
        findings.steps().add(() -> "searched " + Words.bytes(end.searched()) + ", " + end.how());
        end.position().ifPresent(position -> asked.remember(POSITION, position));
    }
}
