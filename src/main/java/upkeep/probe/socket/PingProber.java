package upkeep.probe.socket;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Addresses;
import upkeep.target.PingTarget;

/**
 * Sends echo requests and counts the replies. The system calls hold their thread, so each ping has a platform thread while
 * it runs, of which there are {@value #MOST_THREADS} at most.
 */
public final class PingProber implements Prober<PingTarget> {

    private static final int MOST_THREADS = 64;

    /** How long a wait may be before somebody is asked whether it is still wanted. */
    private static final int LONGEST_WAIT = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Addresses addresses;
    private final ThreadPoolExecutor threads;

    public PingProber(Addresses addresses) {
        this.addresses = addresses;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0,
                MOST_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("ping-" + number.incrementAndGet())
                        .unstarted(task));
    }

    @Override
    public Observation probe(PingTarget target, Deadline deadline, Findings findings) throws Stop {
        Addresses.Attempt<String> attempt = (address, part) -> ping(target, address, part, findings);
        String found;
        try {
            found = target.everyAddress()
                    ? String.join("; ", addresses.each(target.host(), target.family(), deadline, findings, attempt))
                    : addresses.any(target.host(), target.family(), deadline, findings, attempt);
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
        return findings.passed(found);
    }

    private String ping(PingTarget target, InetAddress address, Deadline deadline, Findings findings) throws Stop {
        Tally tally = onItsThread(() -> run(target, address, deadline, findings.steps()));
        String peer = address.getHostAddress();
        findings.measure("loss", tally.loss());
        String counted = tally.received() + " of " + tally.sent() + " echo requests";
        if (tally.received() == 0) {
            throw tally.error()
                    .orElseGet(() -> new Stop.Sick(
                            FailureKind.TIMEOUT,
                            peer + " answered none of " + tally.sent() + " echo requests within " + deadline.text()));
        }
        findings.reached(Depth.QUERY);
        findings.measure("rtt", tally.mean());
        findings.measure("rtt-min", tally.least());
        findings.measure("rtt-max", tally.most());
        String found = peer + " answered " + counted + ", round trip "
                + Words.seconds(tally.least()) + ", " + Words.seconds(tally.mean()) + ", "
                + Words.seconds(tally.most()) + " (least, mean, most)";
        if (target.maxLoss().isPresent() && tally.loss() > target.maxLoss().get()) {
            throw new Stop.Sick(
                    FailureKind.TIMEOUT,
                    found
                            + String.format(
                                    Locale.ROOT,
                                    ": %.0f%% lost, wanted at most %d%%",
                                    tally.loss(),
                                    target.maxLoss().get()));
        }
        return found;
    }

    private Tally onItsThread(Callable<Tally> ping) throws Stop {
        Future<Tally> running;
        try {
            running = threads.submit(ping);
        } catch (RejectedExecutionException full) {
            throw new Stop.Unasked(
                    "cannot ping: " + MOST_THREADS + " pings run already; probe less often, or with shorter timeouts");
        }
        try {
            return running.get();
        } catch (InterruptedException _) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Stop stop) {
                throw stop;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** What came back of so many requests; the round trips are in nanoseconds, and 0 where there was none. */
    private record Tally(int sent, List<Long> trips, Optional<Stop> error) {
        Tally {
            trips = List.copyOf(trips);
        }

        int received() {
            return (int) answered().count();
        }

        private LongStream answered() {
            return trips.stream().mapToLong(Long::longValue).filter(trip -> trip > 0);
        }

        double loss() {
            return sent == 0 ? 100 : 100.0 * (sent - received()) / sent;
        }

        double least() {
            return answered().min().orElse(0) / 1e9;
        }

        double most() {
            return answered().max().orElse(0) / 1e9;
        }

        double mean() {
            return answered().average().orElse(0) / 1e9;
        }
    }

    private static Tally run(PingTarget target, InetAddress address, Deadline deadline, Steps steps) throws Stop {
        String peer = address.getHostAddress();
        Optional<InetAddress> source = target.source().map(InetAddress::ofLiteral);
        try (EchoSocket socket = EchoSocket.open(address, source)) {
            steps.add(() -> "opened a " + (socket.isRaw() ? "raw" : "ping") + " socket to " + peer);
            return new Exchange(target, address instanceof Inet6Address, socket, peer, deadline, steps).run();
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    /** The requests to one address and what comes back. */
    private static final class Exchange {
        private final PingTarget target;
        private final boolean isVersion6;
        private final EchoSocket socket;
        private final String peer;
        private final Deadline deadline;
        private final Steps steps;
        private final int identifier = RANDOM.nextInt(0x10000);
        private final long cookie = RANDOM.nextLong();
        private final long[] sentAt;
        private final long[] trips;
        private int sent;
        private int received;
        private Optional<Stop> error = Optional.empty();

        Exchange(
                PingTarget target, boolean isVersion6, EchoSocket socket, String peer, Deadline deadline, Steps steps) {
            this.target = target;
            this.isVersion6 = isVersion6;
            this.socket = socket;
            this.peer = peer;
            this.deadline = deadline;
            this.steps = steps;
            this.sentAt = new long[target.count()];
            this.trips = new long[target.count()];
        }

        Tally run() throws Stop {
            long interval = target.interval().microseconds() * 1_000;
            // A function of the C library is linked when it is first called, which is no part of a round trip.
            receive(0);
            long next = System.nanoTime();
            while (!deadline.hasPassed() && received < target.count() && !Thread.interrupted()) {
                boolean isMore = sent < target.count();
                if (isMore && System.nanoTime() - next >= 0) {
                    send();
                    next += interval;
                }
                long wait = isMore
                        ? Math.min(next - System.nanoTime(), deadline.remainingNanos())
                        : deadline.remainingNanos();
                receive(Math.clamp(Math.ceilDiv(wait, 1_000_000L), 0, LONGEST_WAIT));
            }
            return new Tally(sent, Arrays.stream(trips).boxed().toList(), error);
        }

        private void send() throws Stop {
            int sequence = sent++;
            byte[] request = EchoMessage.request(isVersion6, identifier, sequence, cookie, target.size());
            sentAt[sequence] = System.nanoTime();
            try {
                socket.send(request);
                steps.add(() -> "sent request " + (sequence + 1) + " to " + peer);
            } catch (IOException failed) {
                failed(failed);
            }
        }

        private void receive(int milliseconds) throws Stop {
            Optional<byte[]> message;
            try {
                message = socket.receive(milliseconds);
            } catch (IOException failed) {
                failed(failed);
                return;
            }
            long now = System.nanoTime();
            OptionalInt sequence = message.map(it -> EchoMessage.sequence(it, isVersion6, cookie))
                    .orElse(OptionalInt.empty());
            sequence.stream().filter(it -> it < sent && trips[it] == 0).forEach(it -> {
                trips[it] = Math.max(1, now - sentAt[it]);
                received++;
                steps.add(() -> peer + " answered request " + (it + 1) + " in " + Words.seconds(trips[it] / 1e9));
            });
        }

        /** What a router says of one request need not hold for the next; what is our own fault does. */
        private void failed(IOException failed) throws Stop {
            Stop stop = SocketFaults.of(failed, peer, deadline);
            steps.add(stop::text);
            error = switch (stop) {
                case Stop.Sick sick -> Optional.of(sick);
                case Stop.Unasked unasked -> throw unasked;
            };
        }
    }
}
