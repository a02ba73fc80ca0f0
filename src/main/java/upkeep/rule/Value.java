package upkeep.rule;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import upkeep.base.ByteSize;
import upkeep.base.Humane;
import upkeep.base.TimeSpan;

/** What a measurement is compared with. */
sealed interface Value {

    /** Words that go on with the condition, so that as a value they stand in quotes. */
    Set<String> RESERVED = Set.of("and", "or", "not", "for", "within");

    /** At most 15 digits, which a double holds exactly enough to be written as they were. */
    Pattern NUMBER = Pattern.compile("-?([0-9]{1,15}|[0-9]{1,9}\\.[0-9]{1,6})");

    Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]*");

    /** As a condition has it; reading that gives the same value. */
    String written();

    /** As a sentence has it. */
    String shown();

    /** The value of a word that stands without quotes, or nothing if it is none. */
    static Optional<Value> parse(String word) {
        if (NUMBER.matcher(word).matches()) {
            return Optional.of(new Plain(number(word)));
        }
        String percent = word.endsWith("%") ? word.substring(0, word.length() - 1) : "";
        if (NUMBER.matcher(percent).matches()) {
            return Optional.of(new Percent(number(percent)));
        }
        if (WORD.matcher(word).matches() && !RESERVED.contains(word)) {
            return Optional.of(new Text(word));
        }
        if (!Character.isLetter(word.codePointBefore(word.length()))) {
            return Optional.empty();
        }
        // 480M is a size here, though systemd.time(7) would also take it for 480 months.
        Optional<Value> size = ByteSize.parse(word).map(Size::new);
        return size.or(() -> TimeSpan.parse(word).map(Span::new));
    }

    /** Without a sign for zero, which would make two values of one. */
    private static double number(String digits) {
        return Double.parseDouble(digits) + 0.0;
    }

    /** Digits without an exponent and without zeros that say nothing. */
    static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    record Plain(double number) implements Value {
        @Override
        public String written() {
            return plain(number);
        }

        @Override
        public String shown() {
            return plain(number);
        }
    }

    record Percent(double percent) implements Value {
        @Override
        public String written() {
            return plain(percent) + "%";
        }

        @Override
        public String shown() {
            return written();
        }
    }

    record Size(ByteSize size) implements Value {
        @Override
        public String written() {
            String text = size.toString();
            return Character.isDigit(text.charAt(text.length() - 1)) ? text + "B" : text;
        }

        @Override
        public String shown() {
            return Humane.size(size);
        }
    }

    record Span(TimeSpan span) implements Value {
        @Override
        public String written() {
            return span.microseconds() == 0 ? "0s" : span.toString();
        }

        @Override
        public String shown() {
            return Humane.duration(span);
        }
    }

    record Text(String content) implements Value {
        @Override
        public String written() {
            return WORD.matcher(content).matches() && !RESERVED.contains(content)
                    ? content
                    : QuotedText.written(content);
        }

        @Override
        public String shown() {
            return WORD.matcher(content).matches() ? content : QuotedText.shown(content);
        }
    }
}
