/** What message brokers speak: AMQP and MQTT. */
@NullMarked
package upkeep.probe.messaging;

import org.jspecify.annotations.NullMarked;
