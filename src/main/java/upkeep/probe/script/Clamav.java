package upkeep.probe.script;

import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Findings;

/** A virus scanner, clamd(8): both questions in one session, whose answers are numbered and end with a NUL as asked. */
public final class Clamav {

    private static final Pattern DATABASE = Pattern.compile("ClamAV [^/]*/([0-9]{1,9})/(.+)");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    public static final Script SCRIPT = Script.of(
                    ask("PING", "nIDSESSION\nnPING\n", Grammars.LINE, "1: PONG", Depth.QUERY),
                    ask(
                            "VERSION",
                            "nVERSION\n",
                            Grammars.LINE,
                            Wanted.matching("2: ClamAV .*", "the version of ClamAV"),
                            Depth.QUERY),
                    find("version", "ClamAV ([^/]*)"),
                    new Step.Note(Clamav::database))
            .leaving("END", "nEND\n", Grammars.END);

    private Clamav() {}

    /** The number and the age of the signatures; a scanner that has only those of its owner tells neither. */
    private static void database(Reply reply, Findings findings) {
        Matcher found = DATABASE.matcher(reply.text());
        if (!found.find()) {
            return;
        }
        findings.measure("signatures", Integer.parseInt(found.group(1)));
        try {
            LocalDateTime built = LocalDateTime.parse(found.group(2).strip().replaceAll(" +", " "), DATE);
            // clamd writes its own local time, without a zone; it mostly runs on this machine.
            Instant moment = built.atZone(ZoneId.systemDefault()).toInstant();
            findings.measure(
                    "signature-age", Duration.between(moment, Instant.now()).toMillis() / 1e3);
        } catch (DateTimeException _) {
            // A date of another form tells no age.
        }
    }
}
