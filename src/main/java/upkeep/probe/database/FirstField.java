package upkeep.probe.database;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.ProtocolTarget;

/**
 * The first field of the first row that a question was answered with.
 *
 * @param text cut after {@link #LONGEST} bytes; absent where there was no row, or the field is null
 */
record FirstField(Optional<String> text) {

    /** How many bytes of a field are looked at. */
    static final int LONGEST = Observation.LONGEST_TEXT;

    static FirstField none() {
        return new FirstField(Optional.empty());
    }

    static FirstField of(byte[] bytes) {
        return new FirstField(
                Optional.of(new String(bytes, 0, Math.min(bytes.length, LONGEST), StandardCharsets.UTF_8)));
    }

    /**
     * Notes the field and compares it with {@code value}, if that was written.
     *
     * @return what was found, as the end of a sentence
     */
    String judge(ProtocolTarget target, Channel channel) throws Stop {
        Findings findings = channel.findings();
        findings.reached(Depth.QUERY);
        text.ifPresent(field -> {
            findings.found("answer", field);
            if (field.matches("[+-]?[0-9]{1,18}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")) {
                findings.measure("value", Double.parseDouble(field));
            }
        });
        String shown =
                text.map(field -> "\"" + Words.printable(field, 100) + "\"").orElse("nothing");
        Optional<String> wanted = target.option("value");
        if (wanted.isPresent()) {
            if (!text.equals(wanted)) {
                throw channel.sick(
                        FailureKind.CONTENT,
                        "answered the query with " + shown + " where \"" + Words.printable(wanted.get(), 100)
                                + "\" was wanted");
            }
            findings.reached(Depth.VALUE);
        }
        return "answered the query with " + shown;
    }
}
