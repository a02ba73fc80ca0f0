package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Value;

/** What it means to people that something is wrong. */
final class ConcernKeys {

    static final Kind<Urgency> URGENCIES = Kind.word(List.of(Urgency.values()));

    static final Key<Value<Urgency>> URGENCY = Key.value("urgency", URGENCIES)
            .otherwise("`page` for what is critical, else `notice`")
            .means(
                    "what is asked of [people](#alerts) when it is ill: `page`, look now; `notice`, look in working hours; `digest`,"
                            + " know of it once a day");
    static final Key<Value<URI>> RUNBOOK = Key.value("runbook", WebAddress.PAGE)
            .means("a page that says what to do then; it stands in what people are told");

    private static final TimeSpan WEEK = TimeSpan.ofSeconds(7 * 86_400L);
    private static final TimeSpan YEAR = TimeSpan.ofSeconds(366 * 86_400L);
    private static final Pattern OBJECTIVE_FORM = Pattern.compile("([0-9]{2})(?:\\.([0-9]{1,3}))?% per (.+)");

    private static final Kind<Objective> OBJECTIVES = new Kind<>(
            ConcernKeys::objective,
            _ -> "it must be a percentage from 50 on and below 100, per 7d to 366d",
            _ -> "write how much of what time it is to answer, such as \"99.9% per 30d\"",
            Objective::toString,
            new Shape.Text("`PERCENTAGE per TIME SPAN`", "objectives", "^[5-9][0-9](\\.[0-9]{1,3})?% per [0-9]"));

    static final Key<Value<Objective>> OBJECTIVE = Key.value("objective", OBJECTIVES)
            .means("how much of the time it is to [answer](#availability): `99.9% per 30d`");

    private ConcernKeys() {}

    private static Optional<Objective> objective(String text) {
        Matcher matcher = OBJECTIVE_FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        int thousandths = Integer.parseInt(matcher.group(1) + (fraction + "000").substring(0, 3));
        return TimeSpan.parse(matcher.group(3))
                .filter(per -> per.compareTo(WEEK) >= 0 && per.compareTo(YEAR) <= 0 && thousandths >= 50_000)
                .map(per -> new Objective(thousandths, per));
    }
}
