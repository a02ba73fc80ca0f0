package upkeep.target;

import java.util.Optional;

/** Where a server listens, and how it is reached. */
public sealed interface Endpoint {

    /** As people write it: {@code 127.0.0.1:25}, {@code [::1]:25}, {@code /run/clamav/clamd.ctl}. */
    String text();

    /**
     * A port of a host.
     *
     * @param host a name or an address
     * @param family which of the name's addresses are tried
     * @param source the address of this machine to connect from; absent for the one that the kernel chooses
     * @param everyAddress whether each of the name's addresses must pass, and not just one
     */
    record Port(String host, int port, Family family, Optional<String> source, boolean everyAddress)
            implements Endpoint {

        public Port(String host, int port, Family family, Optional<String> source) {
            this(host, port, family, source, false);
        }

        @Override
        public String text() {
            return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /** A stream socket in the file system, unix(7). */
    record Local(String path) implements Endpoint {
        @Override
        public String text() {
            return path;
        }
    }

    /** Which addresses of a name are meant. */
    enum Family {
        ANY,
        IPV4,
        IPV6
    }
}
