package upkeep.probe.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.BoundedSearch;
import upkeep.probe.run.Stop;
import upkeep.probe.run.TextSearch;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.HttpWanted;
import upkeep.target.JsonTest;

/** The body of a page as it comes in, and whether it is the one that is wanted. It is kept only as far as that needs it. */
final class HttpContent implements HttpBody.Sink {

    private static final Pattern CHARSET =
            Pattern.compile("(?i).*;\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?.*");

    private final HttpWanted wanted;
    private final Charset charset;
    private final TextSearch contained;
    private final TextSearch lacking;
    private final boolean isKept;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final Optional<MessageDigest> digest;

    HttpContent(HttpWanted wanted, HttpHead answer) {
        this.wanted = wanted;
        boolean isText =
                Stream.of(wanted.contains(), wanted.lacks(), wanted.matches()).anyMatch(Optional::isPresent);
        this.charset = isText ? charset(answer) : StandardCharsets.UTF_8;
        this.contained = new TextSearch(wanted.contains().orElse("").getBytes(charset));
        this.lacking = new TextSearch(wanted.lacks().orElse("").getBytes(charset));
        this.isKept = wanted.matches().isPresent() || !wanted.json().isEmpty();
        this.digest = wanted.sha256().map(_ -> sha256());
    }

    @Override
    public boolean take(byte[] bytes, int count) {
        contained.feed(bytes, count);
        if (isKept) {
            kept.write(bytes, 0, count);
        }
        digest.ifPresent(sum -> sum.update(bytes, 0, count));
        boolean isOnlyContained = wanted.lacks().isEmpty() && !isKept && digest.isEmpty();
        return lacking.feed(bytes, count) || (isOnlyContained && contained.isFound());
    }

    /** Whether anything is asked of the body at all. */
    boolean isJudged() {
        return wanted.contains().isPresent() || wanted.lacks().isPresent() || isKept || digest.isPresent();
    }

    /**
     * Fails if it is not what it must be. Values with a name become measurements and texts.
     *
     * @param size how many bytes of body came
     */
    void judge(HttpHead answer, HttpBody.End end, long size, Channel channel) throws Stop {
        String body = (end == HttpBody.End.LIMIT ? "the first " : "the ") + Words.bytes(size) + " of body ";
        String answered = "answered " + answer.statusText() + ", but ";
        if (wanted.contains().isPresent()
                && !contained.isFound()
                && !wanted.contains().get().isEmpty()) {
            throw wrong(
                    channel,
                    answered + body + "do not contain "
                            + quoted(wanted.contains().get()) + coded(answer));
        }
        if (lacking.isFound()) {
            throw wrong(
                    channel,
                    answered + "its body contains " + quoted(wanted.lacks().orElse("")));
        }
        if (wanted.matches().isPresent() && !isMatched(wanted.matches().get(), channel)) {
            throw wrong(
                    channel,
                    answered + body + "do not match " + quoted(wanted.matches().get()) + coded(answer));
        }
        if (!wanted.json().isEmpty()) {
            judgeJson(answered, channel);
        }
        if (digest.isPresent()) {
            judgeDigest(answered, end, HexFormat.of().formatHex(digest.get().digest()), channel);
        }
    }

    private boolean isMatched(String pattern, Channel channel) throws Stop {
        return BoundedSearch.isFound(pattern, kept.toString(charset), channel.deadline());
    }

    private void judgeJson(String answered, Channel channel) throws Stop {
        byte[] bytes = kept.toByteArray();
        for (JsonTest test : wanted.json()) {
            JsonValues.Value value = JsonValues.find(bytes, test.path())
                    .orElseThrow(() -> wrong(channel, answered + "its JSON has no " + test.path()));
            if (value instanceof JsonValues.Broken broken) {
                throw wrong(channel, answered + "its body is no JSON: " + broken.why());
            }
            test.name().ifPresent(name -> value.tell(name, channel.findings()));
            Optional<String> equals = test.equals();
            if (equals.isPresent() && !value.is(equals.get())) {
                throw wrong(
                        channel,
                        answered + test.path() + " is " + Words.printable(value.text(), 60) + ", wanted "
                                + Words.printable(equals.get(), 60));
            }
        }
    }

    private void judgeDigest(String answered, HttpBody.End end, String sum, Channel channel) throws Stop {
        if (end == HttpBody.End.LIMIT) {
            throw new Stop.Unasked("cannot compare the SHA-256 of what " + channel.peer() + " sent: it is longer than "
                    + HttpBody.MOST_BYTES + " bytes");
        }
        String digits = wanted.sha256().orElse("");
        if (!sum.equals(digits)) {
            throw wrong(channel, answered + "its body has the SHA-256 " + sum + ", wanted " + digits);
        }
    }

    private static String coded(HttpHead answer) {
        List<String> codings = ContentCoding.unlike(answer, "identity");
        return codings.isEmpty() || ContentCoding.of(answer).isPresent()
                ? ""
                : "; it came compressed (" + Words.printable(String.join(", ", codings), 40)
                        + ") although that was not asked for";
    }

    private static String quoted(String text) {
        return "\"" + Words.printable(text, 60) + "\"";
    }

    private static Stop wrong(Channel channel, String what) {
        return channel.sick(FailureKind.CONTENT, what);
    }

    private static Charset charset(HttpHead answer) {
        Matcher named = CHARSET.matcher(answer.first("Content-Type").orElse(""));
        try {
            Charset charset = named.matches() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
            return charset.canEncode() ? charset : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
