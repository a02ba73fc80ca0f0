package upkeep.probe.messaging;

import java.util.Map;

/** What the codes say with which an MQTT server refuses: return codes of 3.1.1 (section 3.2.2.3), reason codes of 5.0 (2.4). */
final class MqttCode {

    private static final Map<Integer, String> RETURN_CODES = Map.of(
            1, "the protocol version is not supported",
            2, "the client identifier is rejected",
            3, "the server is unavailable",
            4, "bad user name or password",
            5, "not authorized");

    private static final Map<Integer, String> REASON_CODES = Map.ofEntries(
            Map.entry(0x80, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x83, "implementation specific error"),
            Map.entry(0x84, "the protocol version is not supported"),
            Map.entry(0x85, "the client identifier is not valid"),
            Map.entry(0x86, "bad user name or password"),
            Map.entry(0x87, "not authorized"),
            Map.entry(0x88, "the server is unavailable"),
            Map.entry(0x89, "the server is busy"),
            Map.entry(0x8A, "banned"),
            Map.entry(0x8B, "the server is shutting down"),
            Map.entry(0x8C, "bad authentication method"),
            Map.entry(0x8D, "keep-alive timeout"),
            Map.entry(0x8E, "the session was taken over"),
            Map.entry(0x8F, "the topic filter is not valid"),
            Map.entry(0x90, "the topic name is not valid"),
            Map.entry(0x91, "the packet identifier is in use"),
            Map.entry(0x92, "the packet identifier is not known"),
            Map.entry(0x93, "more messages than may be received"),
            Map.entry(0x94, "the topic alias is not valid"),
            Map.entry(0x95, "the packet is too large"),
            Map.entry(0x96, "the message rate is too high"),
            Map.entry(0x97, "a quota is exceeded"),
            Map.entry(0x98, "administrative action"),
            Map.entry(0x99, "the payload format is not valid"),
            Map.entry(0x9A, "retained messages are not supported"),
            Map.entry(0x9B, "the quality of service is not supported"),
            Map.entry(0x9C, "use another server"),
            Map.entry(0x9D, "the server has moved"),
            Map.entry(0x9E, "shared subscriptions are not supported"),
            Map.entry(0x9F, "the connection rate is exceeded"),
            Map.entry(0xA0, "the time of a connection is used up"),
            Map.entry(0xA1, "subscription identifiers are not supported"),
            Map.entry(0xA2, "wildcard subscriptions are not supported"));

    private MqttCode() {}

    /** In words, with the number. */
    static String words(int code) {
        String known = RETURN_CODES.getOrDefault(code, REASON_CODES.getOrDefault(code, "a code that is not defined"));
        return known + " (code " + code + ")";
    }
}
