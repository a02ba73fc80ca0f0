package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.Message;
import upkeep.alert.Reason;
import upkeep.base.Severity;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.core.Event;
import upkeep.notify.Delivery;
import upkeep.notify.Notice;
import upkeep.spec.Channel;
import upkeep.spec.Receiver;
import upkeep.spec.Urgency;
import upkeep.store.Ledger;
import upkeep.store.Letter;
import upkeep.store.StoreException;

/** Letters until they are accepted. The port is what sends. */
class OutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    /** What the other side does with the next letters to a receiver; when it is empty, it takes them. */
    private final Map<String, BlockingQueue<Delivery>> answers = new ConcurrentHashMap<>();

    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch room = new CountDownLatch(1);
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();

    /** Before that nobody takes anything for ops. */
    private volatile Instant awayUntil = Instant.MIN;

    private final AtomicBoolean isPlanKnown = new AtomicBoolean(true);
    private final Ledger ledger;
    private Outbox outbox;

    OutboxTest(@TempDir Path directory) throws StoreException {
        receiver("ops", Optional.of(new Receiver.Fallback("phone", TimeSpan.ofSeconds(600))));
        receiver("phone", Optional.empty());
        ledger = Ledger.open(directory);
        outbox = outbox(List.of(Duration.ofMillis(1)));
    }

    @AfterEach
    void close() {
        outbox.close();
        ledger.close();
    }

    private void receiver(String name, Optional<Receiver.Fallback> fallback) {
        answers.put(name, new LinkedBlockingQueue<>());
        receivers.put(
                name,
                new Receiver(
                        name,
                        SourcePos.NONE,
                        new Channel.Syslog(name),
                        new Receiver.Budget(30, TimeSpan.ofSeconds(3_600)),
                        fallback));
    }

    private Outbox outbox(List<Duration> waits) {
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return time.get();
            }
        };
        return new Outbox(
                ledger,
                name -> Optional.ofNullable(receivers.get(name)),
                isPlanKnown::get,
                this::send,
                events::add,
                room::countDown,
                waits,
                clock);
    }

    private Delivery send(Channel channel, Notice notice) {
        String name = ((Channel.Syslog) channel).facility();
        Delivery answer = name.equals("ops") && time.get().isBefore(awayUntil)
                ? away()
                : Optional.ofNullable(answers(name).poll()).orElse(new Delivery.Delivered("taken"));
        sent.add(
                name + " " + notice.message().number() + " " + answer.getClass().getSimpleName());
        return answer;
    }

    /** A try that fails, after which the clock is set to when the next one is due. */
    private Delivery away() {
        int failures = failed.getAndIncrement();
        time.updateAndGet(now -> now.plus(Outbox.WAITS.get(Math.min(failures, Outbox.WAITS.size() - 1))));
        return new Delivery.Retry("away");
    }

    private BlockingQueue<Delivery> answers(String receiver) {
        return Optional.ofNullable(answers.get(receiver)).orElseThrow();
    }

    private static Letter letter(long number, String receiver) {
        Message.Line line = new Message.Line(
                "web",
                Reason.FIRING,
                "web",
                Severity.ERROR,
                Urgency.NOTICE,
                "is down",
                100 + number,
                new TreeSet<>(),
                NOW,
                1,
                "");
        Message message = new Message(number, receiver, NOW, Message.Kind.ALERT, "", List.of(line), 0);
        return Outbox.letter(new Notice("host", message, Map.of(), false));
    }

    private void write(Letter... letters) throws Exception {
        ledger.saveLetters(List.of(letters), List.of());
        outbox.add(List.of(letters));
    }

    private String sent() throws InterruptedException {
        return Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElse("nothing within 10 s");
    }

    private Event event() throws InterruptedException {
        return Optional.ofNullable(events.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    void lettersAreSentInOrderAndDroppedOnceTheyAreAccepted() throws Exception {
        write(letter(1, "ops"), letter(2, "ops"));
        assertEquals("ops 1 Delivered", sent());
        assertEquals("ops 2 Delivered", sent());
        Event.Told first = (Event.Told) event();
        assertEquals("ops, by syslog: taken", first.text());
        assertEquals(new TreeMap<>(Map.of(101L, "web")), first.incidents());
        event();
        assertEquals(List.of(), ledger.letters());
        assertEquals(List.of(), outbox.waiting());
    }

    @Test
    void whatIsNotAcceptedYetIsTriedAgainBeforeWhatCameLater() throws Exception {
        answers("phone").addAll(List.of(new Delivery.Retry("busy"), new Delivery.Retry("still busy")));
        write(letter(1, "phone"), letter(2, "phone"));
        assertEquals("phone 1 Retry", sent());
        assertEquals("phone 1 Retry", sent());
        assertEquals("phone 1 Delivered", sent());
        assertEquals("phone 2 Delivered", sent());
        Event.ReceiverSeen away = (Event.ReceiverSeen) event();
        assertEquals(Optional.of("busy"), away.fault());
        Event.ReceiverSeen back = (Event.ReceiverSeen) event();
        assertEquals(Optional.empty(), back.fault());
        assertTrue(event() instanceof Event.Told);
    }

    @Test
    void whatIsRefusedGoesToTheOtherReceiverAndIsGivenUp() throws Exception {
        answers("ops").add(new Delivery.Rejected("no such user"));
        write(letter(1, "ops"), letter(2, "ops"));
        Set<String> all = new TreeSet<>(List.of(sent(), sent(), sent()));
        assertEquals(Set.of("ops 1 Rejected", "phone 1 Delivered", "ops 2 Delivered"), all);
        for (int i = 0; i < 4; i++) {
            event();
        }
        assertEquals(List.of(), ledger.letters());
    }

    @Test
    void whoeverCannotBeToldInTimeIsReplacedAndToldLaterAllTheSame() throws Exception {
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        answers("ops").addAll(List.of(new Delivery.Retry("away"), new Delivery.Retry("away")));
        write(letter(1, "ops"), letter(2, "ops"));
        assertEquals("ops 1 Retry", sent());
        time.set(NOW.plusSeconds(599));
        outbox.tryNow();
        assertEquals("ops 1 Retry", sent());
        time.set(NOW.plusSeconds(600));
        outbox.add(List.of(letter(3, "ops"))); // any change has it look
        assertEquals("phone 1 Delivered", sent());
        assertEquals("phone 2 Delivered", sent());
        assertEquals("phone 3 Delivered", sent());
        outbox.tryNow();
        assertEquals("ops 1 Delivered", sent());
        assertEquals("ops 2 Delivered", sent());
    }

    @Test
    void anHourWithoutAServerLosesNothing() throws Exception {
        awayUntil = NOW.plus(Duration.ofHours(1));
        write(LongStream.rangeClosed(1, 20)
                .mapToObj(number -> letter(number, "ops"))
                .toArray(Letter[]::new));
        Map<String, List<String>> all = new TreeMap<>();
        while (all.getOrDefault("ops", List.of()).size() < 17 + 20
                || all.getOrDefault("phone", List.of()).size() < 20) {
            String each = sent();
            all.computeIfAbsent(each.substring(0, each.indexOf(' ')), _ -> new ArrayList<>())
                    .add(each);
        }
        List<String> expected = new ArrayList<>(Collections.nCopies(17, "ops 1 Retry"));
        LongStream.rangeClosed(1, 20).forEach(number -> expected.add("ops " + number + " Delivered"));
        assertEquals(expected, all.get("ops"));
        assertEquals(NOW.plusSeconds(3_830), time.get());
        assertEquals(
                LongStream.rangeClosed(1, 20)
                        .mapToObj(number -> "phone " + number + " Delivered")
                        .toList(),
                all.get("phone"));
        awaitEmpty();
        assertTrue(sent.isEmpty(), sent::toString);
    }

    private void awaitEmpty() throws StoreException {
        while (!outbox.letters().isEmpty() || !ledger.letters().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsLeftIsSentByTheNextLife() throws Exception {
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        answers("ops").add(new Delivery.Retry("away"));
        write(letter(1, "ops"), letter(2, "phone"));
        Set<String> before = new TreeSet<>(List.of(sent(), sent()));
        assertEquals(Set.of("ops 1 Retry", "phone 2 Delivered"), before);
        while (ledger.letters().size() > 1) {
            event();
        }
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        outbox.start();
        assertEquals("ops 1 Delivered", sent());
    }

    @Test
    void whatIsForNobodyAnyMoreIsGivenUp() throws Exception {
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        answers("ops").add(new Delivery.Retry("away"));
        write(letter(1, "ops"));
        assertEquals("ops 1 Retry", sent());
        assertTrue(((Event.ReceiverSeen) event()).fault().isPresent());
        receivers.remove("ops");
        outbox.tryNow();
        assertEquals(Optional.empty(), ((Event.ReceiverSeen) event()).fault());
        awaitEmpty();
    }

    @Test
    void whileTheSpecsCannotBeReadNothingIsGivenUp() throws Exception {
        Receiver ops = Optional.ofNullable(receivers.remove("ops")).orElseThrow();
        isPlanKnown.set(false);
        write(letter(1, "ops"));
        outbox.tryNow();
        assertEquals(1, ledger.letters().size());
        receivers.put("ops", ops);
        isPlanKnown.set(true);
        outbox.tryNow();
        assertEquals("ops 1 Delivered", sent());
    }

    @Test
    void afterFiveDaysALetterIsGivenUp() throws Exception {
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        time.set(NOW.plus(Outbox.LONGEST));
        answers("ops").add(new Delivery.Retry("away"));
        write(letter(1, "ops"));
        Set<String> all = new TreeSet<>(List.of(sent(), sent()));
        assertEquals(Set.of("ops 1 Retry", "phone 1 Delivered"), all);
    }

    @Test
    void whoeverHasTooManyWaitingIsBlockedUntilThereIsRoom() throws Exception {
        outbox.close();
        outbox = outbox(List.of(Duration.ofHours(1)));
        answers("phone").add(new Delivery.Retry("away"));
        for (int number = 1; number <= Outbox.MOST_WAITING; number++) {
            write(letter(number, "phone"));
        }
        assertEquals(Set.of("phone"), outbox.blocked());
        assertEquals("phone 1 Retry", sent());
        outbox.tryNow();
        assertTrue(room.await(10, TimeUnit.SECONDS));
        assertEquals(Set.of(), outbox.blocked());
    }

    @Test
    void aLetterInAFormThatIsNotKnownIsGivenUp() throws Exception {
        write(new Letter(1, "phone", NOW, false, "{\"of\": \"another upkeep\"}"), letter(2, "phone"));
        assertEquals("phone 2 Delivered", sent());
    }
}
