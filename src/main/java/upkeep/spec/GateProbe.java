package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.StatusRange;

/**
 * What upkeep-gate(8) tries, which stands in units and needs no upkeepd: something on this machine, without TLS, without names that
 * have to be looked up, and without secrets, since everybody can read a unit.
 */
public sealed interface GateProbe {

    /** Where a server listens. */
    sealed interface Place {

        /**
         * A port.
         *
         * @param host an address without brackets, or {@code localhost}
         */
        record Port(String host, int port) implements Place {}

        /** A stream socket in the file system, a path of at most 107 bytes. */
        record Socket(String path) implements Place {}
    }

    /** A connection is accepted. */
    record Connection(Place place) implements GateProbe {}

    /**
     * A web page.
     *
     * @param path the page, with its query, as it is sent
     * @param headers the header fields of the request, as they are sent
     * @param status the status codes that pass
     * @param contains a text that the body must contain, at most 1024 bytes
     */
    record Page(
            Place place,
            String method,
            String path,
            List<String> headers,
            List<StatusRange> status,
            Optional<String> contains)
            implements GateProbe {
        public Page {
            headers = List.copyOf(headers);
            status = List.copyOf(status);
        }
    }

    /** The main process has lived for that long, from 1 ms to 1 d; for a start only. */
    record Uptime(TimeSpan span) implements GateProbe {}

    /**
     * A program, which is run as the service is.
     *
     * @param command the program, an absolute path, and its arguments
     * @param status the exit statuses that pass
     */
    record Program(List<String> command, List<StatusRange> status) implements GateProbe {
        public Program {
            command = List.copyOf(command);
            status = List.copyOf(status);
        }
    }
}
