package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Probes;
import upkeep.spec.Service;

/** Checks of their own. */
class CheckTest {

    @Test
    void whatAnOperatorAcceptedIsWrittenDown() {
        Service mail = Plans.service("mail", Plans.ALWAYS, Probes.NONE);
        Check check = Plans.check(new CheckId("exim"), List.of());
        World world = Worlds.running(Plans.of(List.of(mail), List.of(check)));
        world.send(new Event.Accepted(world.now, check.id(), "sha256 0123 of /usr/sbin/exim4", Worlds.ROOT));
        assertEquals(
                List.of("root accepted sha256 0123 of /usr/sbin/exim4"),
                world.entries(Kind.INTENT, "exim").stream().map(Entry::text).toList());
        world.send(new Event.Accepted(world.now, new CheckId("gone"), "sha256 0123 of /a", Worlds.ROOT));
        assertEquals(List.of(), world.entries(Kind.INTENT, "gone"));
    }

    @Test
    void aCheckOfItsOwnTellsAndRestartsWhatItNames() {
        Service mail = Plans.service("mail", Plans.ALWAYS, Probes.NONE);
        Check check = Plans.check(new CheckId("imap"), List.of(new Check.Reaction.Restart(Optional.of(mail.unit()))));
        World world = Worlds.running(Plans.of(List.of(mail), List.of(check)));
        world.answers.put("imap", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "imap").size(), world.story());
        world.answers.clear();
        world.carryOut();
        world.pass(Duration.ofSeconds(40));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "imap").size(), world.story());
    }
}
