package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import upkeep.alert.Acknowledgement;
import upkeep.alert.Case;
import upkeep.alert.DeskState;
import upkeep.alert.Message;
import upkeep.alert.Signal;
import upkeep.alert.Silence;
import upkeep.alert.Told;
import upkeep.base.Humane;
import upkeep.base.Nearest;
import upkeep.base.TimeSpan;
import upkeep.control.AlertService;
import upkeep.control.AlertsText;
import upkeep.control.AlertsView;
import upkeep.control.Answer;
import upkeep.core.Event.Caller;
import upkeep.notify.Delivery;
import upkeep.notify.Notice;
import upkeep.spec.AlertMatch;
import upkeep.spec.Alerting;
import upkeep.spec.Receiver;

/** What upkeepd does when it is asked over the bus whom it tells. */
final class AlertOperations implements AlertService {

    /** Less than a caller waits. */
    private static final Duration TEST_DEADLINE = Duration.ofSeconds(18);

    private static final Duration DESK_DEADLINE = Duration.ofSeconds(15);

    private final AlertDesk desk;
    private final Outbox outbox;
    private final Outbox.Sending sending;
    private final Supplier<Alerting> alerting;
    private final String host;
    private final Clock clock;

    AlertOperations(
            AlertDesk desk,
            Outbox outbox,
            Outbox.Sending sending,
            Supplier<Alerting> alerting,
            String host,
            Clock clock) {
        this.desk = desk;
        this.outbox = outbox;
        this.sending = sending;
        this.alerting = alerting;
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Answer alerts(boolean json) {
        Instant now = clock.instant();
        SortedMap<String, String> receivers = new TreeMap<>();
        alerting.get()
                .receivers()
                .forEach((name, receiver) ->
                        receivers.put(name, receiver.channel().word()));
        List<AlertsView.Waiting> waiting = outbox.waiting().stream()
                .map(each -> new AlertsView.Waiting(each.receiver(), each.letters(), each.since(), each.fault()))
                .toList();
        DeskState state = desk.state();
        List<AlertsView.Wrong> wrong = state.cases().values().stream()
                .filter(Case::isOpen)
                .map(each -> wrong(state, each, now))
                .toList();
        List<AlertsView.Silenced> silences = state.silences().values().stream()
                .filter(each -> each.until().isAfter(now))
                .map(each -> new AlertsView.Silenced(
                        each.number(), text(each.match()), each.until(), each.by(), each.reason()))
                .toList();
        return AlertsText.answer(new AlertsView(wrong, silences, waiting, receivers), json, now, clock.getZone());
    }

    private AlertsView.Wrong wrong(DeskState state, Case of, Instant now) {
        SortedMap<String, Instant> told = new TreeMap<>();
        state.groups()
                .forEach((key, group) -> Optional.ofNullable(group.told().get(of.key()))
                        .filter(each -> each.stage() != Told.Stage.NOTHING)
                        .ifPresent(each -> told.put(key.receiver(), each.at())));
        return new AlertsView.Wrong(
                of.facts().subject(),
                of.facts().severity(),
                of.facts().what(),
                of.changed(),
                List.copyOf(of.facts().children()),
                told,
                note(of, told.isEmpty(), now));
    }

    private Optional<String> note(Case of, boolean isUntold, Instant now) {
        Optional<String> seenTo = of.acknowledged()
                .filter(it -> it.until().isAfter(now))
                .map(it -> it.by() + " sees to it" + (it.reason().isEmpty() ? "" : ": " + it.reason()));
        return isUntold && of.facts().isHealing() ? seenTo.or(() -> Optional.of("up again, and watched")) : seenTo;
    }

    /** As somebody would write it. */
    private static String text(AlertMatch match) {
        List<String> parts = new ArrayList<>(match.subjects());
        match.targets().forEach(target -> parts.add("target " + target));
        match.atLeast().ifPresent(severity -> parts.add(severity.word() + " and louder"));
        return parts.isEmpty() ? "all" : String.join(", ", parts);
    }

    @Override
    public Answer silence(AlertMatch match, TimeSpan length, String reason, Caller by) throws InterruptedException {
        Instant until = clock.instant().plus(length.toDuration());
        return learned(
                "silence alerts",
                state -> new Signal.Silenced(new Silence(state.lastNumber() + 1, match, until, by.name(), reason)),
                state -> "silence " + state.lastNumber() + ": nobody is told of " + text(match) + " for "
                        + Humane.duration(length) + "; `upkeep silence --end " + state.lastNumber() + "` ends it\n");
    }

    @Override
    public Answer unsilence(long number, Caller by) throws InterruptedException {
        if (!desk.state().silences().containsKey(number)) {
            return Answer.misused("cannot end the silence " + number + ": there is none of that number"
                    + "\n  hint: upkeep alerts lists them");
        }
        return learned(
                "end the silence " + number,
                _ -> new Signal.Unsilenced(number),
                _ -> "silence " + number + " is over\n");
    }

    @Override
    public Answer acknowledge(String name, TimeSpan length, String reason, Caller by) throws InterruptedException {
        String subject = name.equals("host") ? "" : name;
        List<String> wrong = desk.state().cases().values().stream()
                .filter(Case::isOpen)
                .map(each -> each.facts().subject())
                .toList();
        if (!wrong.contains(subject)) {
            String hint = Nearest.to(subject, wrong)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("upkeep alerts lists what is wrong");
            return Answer.misused("cannot acknowledge what is wrong with " + name + ": nothing is\n  hint: " + hint);
        }
        Acknowledgement acknowledgement =
                new Acknowledgement(by.name(), clock.instant().plus(length.toDuration()), reason);
        return learned(
                "acknowledge what is wrong with " + name,
                _ -> new Signal.Acknowledged(subject, acknowledgement),
                _ -> by.name() + " sees to " + name + ": nobody is reminded of it for " + Humane.duration(length)
                        + "\n");
    }

    private Answer learned(String doing, Function<DeskState, Signal> signal, Function<DeskState, String> done)
            throws InterruptedException {
        try {
            DeskState state = desk.learn(signal).get(DESK_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return Answer.done(done.apply(state));
        } catch (ExecutionException | TimeoutException e) {
            return Answer.failed("cannot tell whether that is done: " + doing
                    + " took too long\n  hint: journalctl -u upkeepd tells more");
        }
    }

    @Override
    public Answer test(String name, Caller by) throws InterruptedException {
        SortedMap<String, Receiver> receivers = alerting.get().receivers();
        if (!name.isEmpty() && !receivers.containsKey(name)) {
            String hint = Nearest.to(name, receivers.keySet())
                    .map(near -> "did you mean " + near + "?")
                    .orElse(
                            receivers.isEmpty()
                                    ? "receivers: in a spec names them"
                                    : "there are " + String.join(", ", receivers.keySet()));
            return Answer.misused("cannot test " + name + ": there is no such receiver\n  hint: " + hint);
        }
        if (receivers.isEmpty()) {
            return Answer.misused(
                    "cannot test alerts: nobody is told\n  hint: receivers: in a spec names whom to tell");
        }
        outbox.tryNow();
        Map<String, CompletableFuture<Delivery>> tests = new LinkedHashMap<>();
        receivers.forEach((each, receiver) -> {
            if (name.isEmpty() || each.equals(name)) {
                tests.put(each, send(receiver));
            }
        });
        return told(tests, receivers);
    }

    private CompletableFuture<Delivery> send(Receiver receiver) {
        Instant now = clock.instant();
        Message message =
                new Message(now.toEpochMilli(), receiver.name(), now, Message.Kind.ALERT, "test " + now, List.of(), 0);
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        Thread.ofVirtual().name("alert-test-" + receiver.name()).start(() -> {
            try {
                delivery.complete(sending.send(receiver.channel(), new Notice(host, message, Map.of(), true)));
            } catch (RuntimeException bug) {
                delivery.completeExceptionally(bug);
            }
        });
        return delivery;
    }

    private static Answer told(Map<String, CompletableFuture<Delivery>> tests, SortedMap<String, Receiver> receivers)
            throws InterruptedException {
        long deadline = System.nanoTime() + TEST_DEADLINE.toNanos();
        StringBuilder out = new StringBuilder();
        boolean isFailed = false;
        for (Map.Entry<String, CompletableFuture<Delivery>> test : tests.entrySet()) {
            String channel = Optional.ofNullable(receivers.get(test.getKey()))
                    .map(receiver -> receiver.channel().word())
                    .orElse("");
            String what;
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                Delivery delivery = test.getValue().get(left, TimeUnit.NANOSECONDS);
                isFailed |= !(delivery instanceof Delivery.Delivered);
                what = switch (delivery) {
                    case Delivery.Delivered delivered -> "delivered, " + delivered.how();
                    case Delivery.Retry retry -> "not delivered: " + retry.why();
                    case Delivery.Rejected rejected -> "refused: " + rejected.why();
                };
            } catch (TimeoutException late) {
                isFailed = true;
                what = "not known yet: it takes longer than " + Humane.duration(TEST_DEADLINE);
            } catch (ExecutionException bug) {
                isFailed = true;
                what = "a fault in upkeepd itself: " + bug.getCause();
            }
            out.append(test.getKey())
                    .append(" (")
                    .append(channel)
                    .append("): ")
                    .append(what)
                    .append('\n');
        }
        return new Answer(isFailed ? 1 : 0, out.toString(), "");
    }
}
