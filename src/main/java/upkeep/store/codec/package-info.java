/**
 * Values as JSON and back, by their types alone: what the ledger keeps of events and states. Pure, but for the streams
 * that it is given.
 */
@NullMarked
package upkeep.store.codec;

import org.jspecify.annotations.NullMarked;
