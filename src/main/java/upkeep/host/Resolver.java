package upkeep.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the system's resolver, getaddrinfo(3), answers. The call cannot be given a deadline and holds its thread, so it
 * has a thread of its own, at most one at a time.
 */
final class Resolver {

    private static final int LIMIT = 64 * 1024;
    private static final Pattern SERVER = Pattern.compile("(?m)^[ \\t]*nameserver[ \\t]+[^ \\t\\n]");

    static {
        // A remembered failure comes back without its reason, and the reason tells an answer from none.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private final Path configuration;
    private final Call call;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LookUp running;

    Resolver(Path configuration, Call call) {
        this.configuration = configuration;
        this.call = call;
    }

    /** The blocking call of the system. */
    @FunctionalInterface
    interface Call {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private record LookUp(String host, CompletableFuture<Void> end) {}

    Optional<String> fault(String host, Duration deadline) {
        if (!namesAServer()) {
            return Optional.of("cannot look up names: " + configuration + " names no server");
        }
        LookUp lookUp = begin(host);
        try {
            lookUp.end.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("cannot look up " + lookUp.host + ": the resolver did not answer within "
                    + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return saysThereIsNone(cause)
                    ? Optional.empty()
                    : Optional.of("cannot look up " + lookUp.host + ": " + shown(lookUp.host, cause));
        } catch (InterruptedException e) {
            // Nothing was found out, so nothing is wrong.
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private boolean namesAServer() {
        return KernelText.read(configuration, LIMIT)
                .filter(text -> SERVER.matcher(text).find())
                .isPresent();
    }

    /** The look-up under way, whatever it asks for, or a new one. */
    private LookUp begin(String host) {
        lock.lock();
        try {
            LookUp before = running;
            if (before != null && !before.end.isDone()) {
                return before;
            }
            LookUp made = new LookUp(host, new CompletableFuture<>());
            running = made;
            Thread.ofPlatform().daemon().name("resolver-check").start(() -> run(made));
            return made;
        } finally {
            lock.unlock();
        }
    }

    private void run(LookUp lookUp) {
        try {
            call.resolve(lookUp.host);
            lookUp.end.complete(null);
        } catch (UnknownHostException | RuntimeException e) {
            lookUp.end.completeExceptionally(e);
        }
    }

    /** In glibc's words for EAI_NONAME and EAI_NODATA; upkeepd runs with LC_ALL=C.UTF-8, so they are not translated. */
    private static boolean saysThereIsNone(Throwable cause) {
        String why = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return why.contains("name or service not known") || why.contains("no address associated");
    }

    private static String shown(String host, Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.startsWith(host + ": ") ? text.substring(host.length() + 2) : text;
    }
}
