package upkeep.probe.http;

import java.io.IOException;

/** How one request and its answer go over a connection, in one version of HTTP. Used by the probe's thread alone. */
sealed interface HttpFraming permits Http1Framing, Http2Framing {

    /** Sends the request, or as much of it as the server wants before it answers. */
    void send(HttpRequest request) throws IOException;

    /** The header of the answer; interim ones (1xx but 101) before it are skipped. */
    HttpHead head() throws IOException;

    /** When the first of the answer came in, in {@link System#nanoTime} units; 0 if nothing did. */
    long firstByteNanos();

    /**
     * Reads the body of the answer into {@code sink}, no further than that wants.
     *
     * @param limit the most bytes that the sink is given
     */
    HttpBody.End read(HttpHead answer, HttpBody.Sink sink, int limit) throws IOException;

    /** Bytes of body so far, without the framing. */
    long size();
}
