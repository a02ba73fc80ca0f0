package upkeep.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * Which answer of a web server passes. Texts and patterns are looked for in the first mebibyte of the body.
 *
 * @param status the accepted status codes
 * @param headers header fields that must be there, each with a text that its value must contain
 * @param contains a text the body must contain
 * @param lacks a text it must not contain
 * @param matches a regular expression that must be found in it
 * @param json values that it must hold, as JSON
 * @param sha256 the digest that it must have, hexadecimal in lower case
 * @param maxLatency the longest time to the end of the answer that still passes
 */
public record HttpWanted(
        List<StatusRange> status,
        Map<String, String> headers,
        Optional<String> contains,
        Optional<String> lacks,
        Optional<String> matches,
        List<JsonTest> json,
        Optional<String> sha256,
        Optional<TimeSpan> maxLatency) {

    public HttpWanted {
        status = List.copyOf(status);
        headers = Map.copyOf(headers);
        json = List.copyOf(json);
    }

    /** Any answer with one of these status codes. */
    public static HttpWanted status(List<StatusRange> status) {
        return new HttpWanted(
                status,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
