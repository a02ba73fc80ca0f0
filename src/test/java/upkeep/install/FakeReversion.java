package upkeep.install;

import java.io.IOException;

/** A watcher that only counts how often it was called. */
final class FakeReversion implements Reversion {

    static final String BOOT = "6d1c3a0e-0000-4000-8000-000000000001";

    int watched;
    boolean broken;

    @Override
    public Unconfirmed.Due in(long seconds) {
        return new Unconfirmed.Due(seconds, BOOT, 1000 + seconds, 1_764_150_000 + seconds);
    }

    @Override
    public void watch() throws IOException {
        if (broken) {
            throw new IOException("it does not start");
        }
        watched++;
    }
}
