/** HTTP/1 and what is spoken by it: pages, WebSocket, metrics; HTTP/2 for gRPC. */
@NullMarked
package upkeep.probe.http;

import org.jspecify.annotations.NullMarked;
