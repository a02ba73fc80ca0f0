package upkeep.notify;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a server answers to a request: its status, and the beginning of its text. The rest of a long text is not waited for. Written by
 * the client's threads, and may be read by others at any time.
 */
final class Answer implements BodySubscriber<Answer> {

    static final int MOST_READ = 64 << 10;

    /** Request Timeout, Too Early, Too Many Requests. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final ResponseInfo head;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final CompletableFuture<Answer> done = new CompletableFuture<>();
    private Optional<Subscription> source = Optional.empty();

    Answer(ResponseInfo head) {
        this.head = head;
    }

    @Override
    public CompletionStage<Answer> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = Optional.of(subscription);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        lock.lock();
        try {
            for (ByteBuffer part : parts) {
                byte[] bytes = new byte[Math.min(part.remaining(), MOST_READ - text.size())];
                part.get(bytes);
                text.writeBytes(bytes);
            }
            if (text.size() < MOST_READ) {
                return;
            }
        } finally {
            lock.unlock();
        }
        source.ifPresent(Subscription::cancel);
        done.complete(this);
    }

    @Override
    public void onError(Throwable broken) {
        // The status has been said; of a text that breaks off, its beginning will do.
        done.complete(this);
    }

    @Override
    public void onComplete() {
        done.complete(this);
    }

    /** What it means for the notice. */
    Delivery delivery(String name) {
        String said = name + " answered " + head.statusCode() + quoted();
        int status = head.statusCode();
        return switch (status / 100) {
            case 2 -> new Delivery.Delivered(said);
            case 3 -> new Delivery.Rejected(said + "; it names another address, and none is followed");
            case 5 -> new Delivery.Retry(said + again());
            default -> LATER.contains(status) ? new Delivery.Retry(said + again()) : new Delivery.Rejected(said);
        };
    }

    private String again() {
        return head.headers()
                .firstValue("Retry-After")
                .map(value -> "; Retry-After: " + Clear.line(value, Faults.LONGEST_QUOTE))
                .orElse("");
    }

    private String quoted() {
        lock.lock();
        try {
            String quoted = Clear.line(text.toString(StandardCharsets.UTF_8), Faults.LONGEST_QUOTE);
            return quoted.isEmpty() ? "" : ": " + quoted;
        } finally {
            lock.unlock();
        }
    }
}
