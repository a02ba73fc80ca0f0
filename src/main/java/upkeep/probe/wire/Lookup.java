package upkeep.probe.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import upkeep.core.Observation.FailureKind;
import upkeep.host.SparedThreads;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;

/**
 * Names to addresses through the system's resolver (getaddrinfo(3)). The call cannot be given a deadline and holds its
 * thread, so it runs on {@value #THREADS} threads of its own: hung look-ups then delay other look-ups, but no probe that
 * needs none. Probes that ask for the same name at once share one look-up. Safe for use by many threads.
 */
public final class Lookup {

    static final int THREADS = 16;

    static {
        // A remembered failure comes back without its reason, and the reason decides between failed and unknown.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private final Resolver resolver;
    private final ThreadPoolExecutor threads;
    private final ConcurrentHashMap<String, Pending> pending = new ConcurrentHashMap<>();

    public Lookup() {
        this(InetAddress::getAllByName);
    }

    public Lookup(Resolver resolver) {
        this.resolver = resolver;
        threads = SparedThreads.named("look-up", THREADS);
    }

    /** The blocking call of the system. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The addresses of a name or of an address literal, in the order in which they are to be tried; at least one. */
    public List<InetAddress> addresses(String host, Deadline deadline) throws Stop {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notLiteral) {
            return ask(host, deadline);
        }
    }

    private List<InetAddress> ask(String host, Deadline deadline) throws Stop {
        Pending look = pending.computeIfAbsent(host, this::start);
        try {
            List<InetAddress> addresses = look.answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            if (addresses.isEmpty()) {
                throw new Stop.Sick(FailureKind.NAME, "the name " + host + " has no address");
            }
            return addresses;
        } catch (TimeoutException _) {
            throw new Stop.Unasked("cannot look up " + host + ": "
                    + (look.started
                            ? "the resolver did not answer within " + deadline.text()
                                    + "; look at /etc/resolv.conf, or use an address"
                            : "all " + THREADS + " look-up threads wait for a resolver that does not answer;"
                                    + " look at /etc/resolv.conf"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        } catch (ExecutionException failed) {
            pending.remove(host, look);
            throw reason(host, Optional.ofNullable(failed.getCause()).orElse(failed));
        }
    }

    private Pending start(String host) {
        Pending look = new Pending();
        try {
            threads.execute(() -> {
                look.started = true;
                try {
                    look.answer.complete(List.of(resolver.resolve(host)));
                } catch (UnknownHostException | RuntimeException failed) {
                    look.answer.completeExceptionally(failed);
                } finally {
                    pending.remove(host, look);
                }
            });
        } catch (RejectedExecutionException full) {
            look.answer.completeExceptionally(full);
        }
        return look;
    }

    /** EAI_NONAME and EAI_NODATA say that the name does not exist; anything else says that it could not be asked. */
    private static Stop reason(String host, Throwable failed) {
        if (failed instanceof RejectedExecutionException) {
            return new Stop.Unasked("cannot look up " + host + ": " + SparedThreads.WAITING
                    + " look-ups already wait for a resolver that does not answer; look at /etc/resolv.conf");
        }
        String text = String.valueOf(failed.getMessage());
        String why = text.toLowerCase(Locale.ROOT);
        if (why.contains("name or service not known")
                || why.contains("no address associated")
                || why.contains("name does not resolve")) {
            return new Stop.Sick(FailureKind.NAME, "the name " + host + " does not exist");
        }
        String shown = text.startsWith(host + ": ") ? text.substring(host.length() + 2) : text;
        return new Stop.Unasked(
                "cannot look up " + host + ": " + Words.printable(shown, 200) + "; look at /etc/resolv.conf");
    }

    private static final class Pending {
        private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        private volatile boolean started;
    }
}
