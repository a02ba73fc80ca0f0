package upkeep.notify;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import upkeep.base.Humane;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;

/** Sends requests (RFC 9112). The client is made for the first one. Safe for use by many threads. */
final class HttpSender implements AutoCloseable {

    /** For all requests of one notice. */
    static final Duration TIME = Duration.ofSeconds(15);

    private static final int AT_ONCE = 10;

    private final Trust trust;
    private final String userAgent;
    private final Duration time;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<HttpClient> client = Optional.empty();

    HttpSender(Trust trust, String userAgent, Duration time) {
        this.trust = trust;
        this.userAgent = userAgent;
        this.time = time;
    }

    /** What counts where several requests tell one notice. */
    enum Needed {
        /** Each has a part of it. */
        ALL,
        /** Each has the whole of it. */
        ONE
    }

    /** A request on its way, and the answer as far as it has come. */
    private record Running(Call call, AtomicReference<Optional<Answer>> answer, CompletableFuture<?> end) {}

    Delivery send(List<Call> calls, Needed needed) {
        if (calls.isEmpty()) {
            return new Delivered("nothing was sent: what healed by itself is no event there");
        }
        long end = System.nanoTime() + time.toNanos();
        List<Delivery> deliveries = new ArrayList<>();
        int atOnce = switch (needed) {
            // One that hangs must not use up the time of others.
            case ONE -> calls.size();
            // Two are one after the other, as the second may be about the first.
            case ALL -> calls.size() == 2 ? 1 : AT_ONCE;
        };
        for (int from = 0; from < calls.size(); from += atOnce) {
            List<Running> running = calls.subList(from, Math.min(calls.size(), from + atOnce)).stream()
                    .map(this::begin)
                    .toList();
            running.forEach(each -> deliveries.add(wait(each, end)));
        }
        return sum(deliveries, needed);
    }

    private Running begin(Call call) {
        AtomicReference<Optional<Answer>> answer = new AtomicReference<>(Optional.empty());
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                    .version(HttpClient.Version.HTTP_1_1)
                    .method(call.method(), BodyPublishers.ofString(call.body(), StandardCharsets.UTF_8))
                    .setHeader("Content-Type", "application/json; charset=utf-8")
                    .setHeader("User-Agent", userAgent);
            call.headers().forEach(request::setHeader);
            HttpResponse.BodyHandler<Answer> handler = head -> {
                Answer heard = new Answer(head);
                answer.set(Optional.of(heard));
                return heard;
            };
            return new Running(call, answer, client().sendAsync(request.build(), handler));
        } catch (IllegalArgumentException refused) {
            // Its message may hold a secret.
            return new Running(call, answer, CompletableFuture.failedFuture(refused));
        }
    }

    private Delivery wait(Running running, long end) {
        String name = running.call().name();
        try {
            running.end().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            running.end().cancel(true);
            return running.answer()
                    .get()
                    .map(answer -> answer.delivery(name))
                    .orElse(new Retry(name + " did not answer within " + Humane.duration(time)));
        } catch (ExecutionException failed) {
            Throwable why = Optional.ofNullable(failed.getCause()).orElse(failed);
            return why instanceof IllegalArgumentException
                    ? new Rejected(name + " is not asked: a header of the request, or its address, cannot be sent")
                    : new Retry(name + " " + Faults.text(why));
        } catch (CancellationException closed) {
            return new Retry(name + " was not waited for");
        } catch (InterruptedException interrupted) {
            running.end().cancel(true);
            Thread.currentThread().interrupt();
            return new Retry(name + " was not waited for");
        }
        return running.answer().get().map(answer -> answer.delivery(name)).orElse(new Retry(name + " gave no answer"));
    }

    private static Delivery sum(List<Delivery> deliveries, Needed needed) {
        List<String> delivered = new ArrayList<>();
        List<String> later = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            switch (delivery) {
                case Delivered(String how) -> delivered.add(how);
                case Retry(String why) -> later.add(why);
                case Rejected(String why) -> rejected.add(why);
            }
        }
        List<String> failed = new ArrayList<>(later);
        failed.addAll(rejected);
        boolean told = !delivered.isEmpty() && (needed == Needed.ONE || later.isEmpty());
        if (told) {
            return new Delivered(joined(delivered, failed));
        }
        return later.isEmpty() ? new Rejected(joined(rejected, List.of())) : new Retry(joined(later, rejected));
    }

    private static String joined(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return String.join("; ", all.stream().distinct().toList());
    }

    private HttpClient client() {
        lock.lock();
        try {
            HttpClient made = client.orElseGet(() -> HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(trust.checked())
                    .build());
            client = Optional.of(made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            client.ifPresent(HttpClient::shutdownNow);
            client = Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
