package upkeep.spec;

import java.net.URI;
import java.util.List;
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

    private ConcernKeys() {}
}
