/** TLS as a client: whom it trusts, what it shows, what a server showed. */
@NullMarked
package upkeep.probe.tls;

import org.jspecify.annotations.NullMarked;
