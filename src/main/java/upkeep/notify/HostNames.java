package upkeep.notify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up, with a deadline. The system's resolver takes none and holds its thread, so it is asked on a few threads of its own, which
 * end when nothing is asked. Safe for use by many threads.
 */
final class HostNames implements AutoCloseable {

    private static final int THREADS = 4;

    private final ThreadPoolExecutor threads;

    HostNames() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("notify-names-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** The addresses, each of which knows the name, so that nobody asks the resolver for it again. */
    List<InetAddress> of(String host, Duration time) throws IOException {
        Future<InetAddress[]> answer = threads.submit(() -> InetAddress.getAllByName(host));
        try {
            List<InetAddress> named = new ArrayList<>();
            for (InetAddress address : answer.get(time.toNanos(), TimeUnit.NANOSECONDS)) {
                named.add(
                        address instanceof Inet6Address six && six.getScopeId() > 0
                                ? Inet6Address.getByAddress(host, six.getAddress(), six.getScopeId())
                                : InetAddress.getByAddress(host, address.getAddress()));
            }
            return named;
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new SocketTimeoutException("the resolver did not answer");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof UnknownHostException unknown
                    ? unknown
                    : new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
