package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;

class ScheduleTest {

    private final LinkedBlockingQueue<String> called = new LinkedBlockingQueue<>();

    private static Moment in(long millis) {
        return Now.moment().plus(Duration.ofMillis(millis));
    }

    private String next() throws InterruptedException {
        return String.valueOf(called.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void callsInTheOrderOfTheMoments() throws InterruptedException {
        try (Schedule<String> schedule = new Schedule<>("test", called::add)) {
            schedule.at("c", in(60));
            schedule.at("a", in(20));
            schedule.at("b", in(40));
            assertEquals(List.of("a", "b", "c"), List.of(next(), next(), next()));
        }
    }

    @Test
    void neverBeforeItsMoment() throws InterruptedException {
        try (Schedule<String> schedule = new Schedule<>("test", called::add)) {
            Moment due = in(50);
            schedule.at("a", due);
            next();
            assertTrue(Now.moment().reached(due));
        }
    }

    @Test
    void whatComesDueInOneRoundIsServedTogetherAndNoneBeforeItsMoment() throws InterruptedException {
        LinkedBlockingQueue<Long> early = new LinkedBlockingQueue<>();
        Schedule.Receiver<String> receiver = (key, due) -> {
            early.add(due - System.nanoTime());
            called.add(key);
        };
        try (Schedule<String> schedule = new Schedule<>("test", Duration.ofMillis(20), receiver)) {
            for (int i = 0; i < 50; i++) {
                schedule.at(Integer.toString(i), in(i));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(Integer.toString(i), next());
                assertTrue(early.take() <= 0);
            }
        }
    }

    @Test
    void aLaterWishReplacesTheEarlierOneBothWays() throws InterruptedException {
        try (Schedule<String> schedule = new Schedule<>("test", called::add)) {
            schedule.at("sooner", in(600_000));
            schedule.at("later", in(10));
            schedule.at("later", in(600_000));
            schedule.at("sooner", in(30));
            assertEquals("sooner", next());
            schedule.at("end", in(1));
            assertEquals("end", next(), "the replaced wish was not served");
        }
    }

    @Test
    void whatIsTakenBackIsNotServed() throws InterruptedException {
        try (Schedule<String> schedule = new Schedule<>("test", called::add)) {
            schedule.at("a", in(20));
            schedule.never("a");
            schedule.at("b", in(40));
            assertEquals("b", next());
            assertNull(called.poll());
        }
    }

    @Test
    void aKeyCanBeWishedAgainFromItsOwnCall() throws InterruptedException {
        List<Schedule<String>> self = new ArrayList<>();
        try (Schedule<String> schedule = new Schedule<>("test", key -> {
            called.add(key);
            if (called.size() < 3) {
                self.getFirst().at(key, in(1));
            }
        })) {
            self.add(schedule);
            schedule.at("again", in(1));
            assertEquals(List.of("again", "again", "again"), List.of(next(), next(), next()));
        }
    }

    @Test
    void manyReplacedWishesAreForgotten() throws InterruptedException {
        try (Schedule<String> schedule = new Schedule<>("test", called::add)) {
            for (int i = 0; i < 10_000; i++) {
                schedule.at("a", in(600_000 + i));
            }
            schedule.at("b", in(1));
            assertEquals("b", next());
        }
    }
}
