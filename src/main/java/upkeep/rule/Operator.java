package upkeep.rule;

import java.util.List;
import java.util.Optional;

/** How two values are compared. */
public enum Operator {
    MORE(">", "more than"),
    AT_LEAST(">=", "at least"),
    LESS("<", "less than"),
    AT_MOST("<=", "at most"),
    EQUAL("=", "equal to"),
    UNEQUAL("!=", "other than");

    static final List<String> SIGNS = List.of(">", ">=", "<", "<=", "=", "!=");

    private final String sign;
    private final String words;

    Operator(String sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** The operator of that sign; {@code ==} is {@code =}. */
    static Optional<Operator> of(String sign) {
        String plain = sign.equals("==") ? "=" : sign;
        for (Operator operator : values()) {
            if (operator.sign.equals(plain)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    String sign() {
        return sign;
    }

    /** As in "memory is 520 MiB, WORDS 480 MiB". */
    String words() {
        return words;
    }

    /** Whether it needs an order, which texts do not have here. */
    boolean orders() {
        return this != EQUAL && this != UNEQUAL;
    }

    boolean holds(double left, double right) {
        return switch (this) {
            case MORE -> left > right;
            case AT_LEAST -> left >= right;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
        };
    }
}
