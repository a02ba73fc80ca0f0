package upkeep.control;

import java.util.function.LongFunction;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;

/**
 * Names of users, from getpwuid(3), which answers in memory of its own and so is asked by one thread at a time. A user
 * without a name goes by {@code uid 1234}.
 */
final class UserNames implements LongFunction<String> {

    private static final Object ONE_AT_A_TIME = new Object();

    @Override
    public String apply(long uid) {
        if (uid == 0) {
            return "root";
        }
        synchronized (ONE_AT_A_TIME) {
            POSIX posix = POSIXFactory.getNativePOSIX();
            Passwd entry = uid > Integer.MAX_VALUE ? null : posix.getpwuid((int) uid);
            String name = entry == null ? null : entry.getLoginName();
            return name == null ? "uid " + uid : name;
        }
    }
}
