package upkeep.rule;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.rule.Token.Kind;

/** Reads what tests compare with, and time spans. */
final class ValueParser {

    private final Tokens tokens;

    ValueParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The value that follows a sign. */
    Optional<Value> value(Token sign) {
        Token token = tokens.peek();
        switch (token.kind()) {
            case QUOTED -> {
                tokens.take();
                return Optional.of(new Value.Text(token.text()));
            }
            case UNCLOSED -> tokens.unclosed(token);
            case STRANGE -> tokens.strange(token);
            case SIGN, OPEN, CLOSE, END -> missingValue(sign, token);
            case WORD -> {
                if (Value.RESERVED.contains(token.text())) {
                    missingValue(sign, token);
                    return Optional.empty();
                }
                Optional<Value> value = Value.parse(words());
                if (value.isEmpty()) {
                    tokens.mistake(
                            token.offset(),
                            "cannot read " + QuotedText.shown(token.text())
                                    + ": it is not a number, percentage, size, time span or word",
                            "write a value such as 5, 90%, 480M or 31min, or put a text in quotes");
                }
                return value;
            }
        }
        return Optional.empty();
    }

    private void missingValue(Token sign, Token token) {
        tokens.mistake(
                token.offset(),
                "cannot read " + QuotedText.shown(sign.text()) + ": a value is missing after it",
                "write a value such as 5, 90%, 480M or 31min");
    }

    /** The words that make one value: {@code 5 min} and {@code 1h 30min} are written with blanks, too. */
    private String words() {
        StringBuilder words = new StringBuilder(tokens.take().text());
        if (Value.NUMBER.matcher(words).matches() && isUnit(tokens.peek())) {
            words.append(tokens.take().text());
        }
        while (isSpan(words.toString())) {
            if (tokens.peek().kind() == Kind.WORD && isSpan(tokens.peek().text())) {
                words.append(tokens.take().text());
            } else if (isNumber(tokens.peek()) && isUnit(tokens.second())) {
                words.append(tokens.take().text()).append(tokens.take().text());
            } else {
                break;
            }
        }
        return words.toString();
    }

    private static boolean isNumber(Token token) {
        return token.kind() == Kind.WORD && Value.NUMBER.matcher(token.text()).matches();
    }

    private static boolean isUnit(Token token) {
        return token.kind() == Kind.WORD
                && Value.parse("1" + token.text())
                        .filter(value -> value instanceof Value.Size || value instanceof Value.Span)
                        .isPresent();
    }

    private static boolean isSpan(String words) {
        return Value.parse(words).filter(Value.Span.class::isInstance).isPresent();
    }

    /** The time span that must follow a word. */
    Optional<TimeSpan> span(String word) {
        Token token = tokens.peek();
        boolean begins = token.kind() == Kind.WORD && !Value.RESERVED.contains(token.text());
        Optional<Value> value = begins ? Value.parse(words()) : Optional.empty();
        if (!(value.isPresent() && value.get() instanceof Value.Span(TimeSpan span))) {
            boolean isBare = value.isPresent() && value.get() instanceof Value.Plain;
            tokens.mistake(
                    token.offset(),
                    "cannot read " + QuotedText.shown(word) + ": "
                            + (isBare ? "the number after it has no unit" : "a time span must follow"),
                    isBare
                            ? "write " + token.text() + "s, " + token.text() + "min or " + token.text() + " checks"
                            : "write such as " + word + " 10min");
            return Optional.empty();
        }
        if (span.microseconds() == 0 || span.compareTo(Parser.LONGEST) > 0) {
            tokens.mistake(
                    token.offset(),
                    "cannot wait " + span + ": it must be more than zero and at most 30d",
                    "write a time span such as 10min");
            return Optional.empty();
        }
        return Optional.of(span);
    }
}
