package upkeep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.spec.Source;

/** A spec that is piped into the command. */
final class StandardInput {

    private static final String NAME = "standard input";

    /** One byte more than a spec may have, so that what is longer is told as such and not cut. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    private StandardInput() {}

    static Source source(InputStream in) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(MOST_BYTES));
            return new Source(
                    NAME, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw Failure.invalid(List.of(Problem.error(
                    new SourcePos(NAME, 0, 0), "cannot read the spec: it is not UTF-8 text", "write it in UTF-8")));
        } catch (IOException e) {
            throw Failure.failed("cannot read standard input: " + e.getMessage(), "name the check itself after --now");
        }
    }
}
