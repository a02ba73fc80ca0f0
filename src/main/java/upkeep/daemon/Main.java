package upkeep.daemon;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Version;
import upkeep.install.Layout;
import upkeep.store.StoreException;
import upkeep.systemd.notify.Notifier;

/** The program upkeepd: runs until SIGTERM. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Path STATE = Path.of("/var/lib/upkeep/daemon");

    private Main() {}

    /** Takes no arguments; systemd's STATE_DIRECTORY says where the ledger is. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0) {
            LOG.error("cannot start: upkeepd takes no arguments, see upkeepd(8)");
            System.exit(2);
        }
        Notifier notifier = Notifier.ofThisProcess();
        Path state = Optional.ofNullable(System.getenv("STATE_DIRECTORY"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElse(STATE);
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            Daemon daemon = new Daemon(Layout.SYSTEM, state, notifier, Version.CURRENT, () -> System.exit(0));
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                        daemon.close();
                        stopping.countDown();
                        stopped.countDown();
                    }));
            daemon.start();
            LOG.info("upkeepd {} supervises", Version.CURRENT);
            new HeapThrift().start();
            stopping.await();
        } catch (StoreException e) {
            LOG.error("cannot start without the ledger, which holds what operators want: {}", e.getMessage());
            System.exit(1);
        }
    }
}
