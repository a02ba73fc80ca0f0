package upkeep.notify;

import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;
import upkeep.spec.Channel;
import upkeep.spec.ProgramUnit;

/**
 * Tells by programs. What they are told is on their standard input and in their environment, and never among their arguments. Safe for use
 * by many threads.
 */
final class ProgramSender {

    /** By which a program says that the same again would be refused again; EX_DATAERR and EX_NOUSER of sysexits.h. */
    private static final Set<Integer> REFUSALS = Set.of(65, 67);

    /** From here on systemd says what hindered it; systemd.exec(5), "Process Exit Codes". */
    private static final int NOT_STARTED = 200;

    /** What ending it may take, and systemd itself. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Programs programs;
    private final ZoneId zone;

    ProgramSender(Programs programs, ZoneId zone) {
        this.programs = programs;
        this.zone = zone;
    }

    Delivery send(Channel.Program channel, Draft draft) {
        return run(channel.unit(), draft, draft.program(channel.template()));
    }

    Delivery send(Channel.Sendmail channel, Draft draft) {
        String mail;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            MailText.of(MailText.Envelope.of(channel), draft.notice(), draft.mail(), zone)
                    .writeTo(bytes);
            // Lines as programs of this machine have them: sendmail makes of them what the protocol wants.
            mail = bytes.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n");
        } catch (MessagingException | IOException failed) {
            return new Rejected("cannot be written as a mail: " + Clear.line(String.valueOf(failed.getMessage()), 200));
        }
        return run(channel.unit(), draft, mail);
    }

    private Delivery run(ProgramUnit program, Draft draft, String input) {
        Duration deadline = program.timeout().toDuration().plus(MARGIN);
        Programs.End end = programs.run(program.unit(), draft.variables(zone), input, deadline);
        String name = program.command().getFirst();
        String more = "; journalctl -u " + program.unit() + " tells more";
        return switch (end) {
            case Programs.End.Exited exited when exited.status() == 0 -> new Delivered(name + " took it");
            case Programs.End.Exited exited
            when REFUSALS.contains(exited.status()) ->
                new Rejected(name + " refused it with status " + exited.status() + more);
            case Programs.End.Exited exited
            when exited.status() >= NOT_STARTED ->
                new Retry(name + " ended with status " + exited.status()
                        + ", which systemd gives to what it cannot start" + more);
            case Programs.End.Exited exited -> new Retry(name + " ended with status " + exited.status() + more);
            case Programs.End.Failed failed -> new Retry(name + " was not run to its end: " + failed.why() + more);
        };
    }
}
