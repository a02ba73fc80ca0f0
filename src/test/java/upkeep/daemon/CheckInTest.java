package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import upkeep.base.TimeSpan;
import upkeep.core.Event;
import upkeep.notify.Delivery;
import upkeep.spec.Channel;
import upkeep.spec.Settings;

/** A sign of life, as long as there is life. */
class CheckInTest {

    private static final Settings.CheckIn PLAN = new Settings.CheckIn(
            new Channel.Address(Optional.of(URI.create("https://check.example.org/")), Optional.empty()),
            TimeSpan.ofMillis(1));

    private final BlockingQueue<Delivery> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final AtomicReference<Optional<Settings.CheckIn>> plan = new AtomicReference<>(Optional.of(PLAN));
    private final AtomicReference<Optional<String>> ailment = new AtomicReference<>(Optional.empty());

    private final CheckIn checkIn = new CheckIn(plan::get, this::ask, this::ailment, events::add);

    private Delivery ask(Channel.Address address) {
        try {
            asked.add("asked");
            return answers.take();
        } catch (InterruptedException closed) {
            return new Delivery.Retry("closed");
        }
    }

    private Optional<String> ailment() {
        Optional<String> now = ailment.get();
        now.ifPresent(asked::add);
        return now;
    }

    private String asked() throws InterruptedException {
        return Optional.ofNullable(asked.poll(10, TimeUnit.SECONDS)).orElse("nothing within 10 s");
    }

    @AfterEach
    void close() {
        plan.set(Optional.empty());
        answers.add(new Delivery.Delivered("ok"));
        checkIn.close();
    }

    @Test
    void threeInARowThatFailAreToldAndTheFirstThatDoesNot() throws Exception {
        checkIn.look();
        for (int i = 0; i < 2; i++) {
            assertEquals("asked", asked());
            answers.add(new Delivery.Retry("away"));
        }
        assertEquals("asked", asked());
        assertNull(events.peek());
        answers.add(new Delivery.Rejected("404"));
        assertEquals("asked", asked());
        Event.ReceiverSeen away = (Event.ReceiverSeen) events.take();
        assertEquals(Optional.of("404"), away.fault());
        answers.add(new Delivery.Retry("away"));
        assertEquals("asked", asked());
        answers.add(new Delivery.Delivered("ok"));
        Event.ReceiverSeen back = (Event.ReceiverSeen) events.take();
        assertEquals(Optional.empty(), back.fault());
    }

    @Test
    void whoeverDoesNotSeeTheMachineGivesNoSignOfLife() throws Exception {
        ailment.set(Optional.of("the bus is lost"));
        checkIn.look();
        assertEquals("the bus is lost", asked());
        assertEquals("the bus is lost", asked());
        ailment.set(Optional.empty());
        String next = asked();
        while (next.equals("the bus is lost")) {
            next = asked();
        }
        assertEquals("asked", next);
    }
}
