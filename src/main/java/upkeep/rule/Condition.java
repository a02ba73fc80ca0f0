package upkeep.rule;

/** An expression, and how long it must be true. */
record Condition(Expression expression, Persistence persistence) {
    String text() {
        return expression.text() + persistence.text();
    }
}
