package upkeep.spec;

import java.util.Optional;
import java.util.OptionalInt;
import upkeep.spec.App.Quorum;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Values;

/** What an app is made of. */
final class AppKeys {

    private static final String ALL = "all";
    private static final String ANY = "any";

    private static final Kind<Quorum> QUORUMS = new Kind<>(
            AppKeys::quorum,
            _ -> "it must be any, all, or a whole number from 1 to 1000",
            _ -> "write how many of its members must be well",
            AppKeys::text,
            new Shape.Text("`any`, `all` or 1 to 1000", "quorums", "^(any|all|[1-9][0-9]{0,3})$"));

    static final Key<Values<String>> PARTS = Key.values("parts", CheckKeys.NEEDED)
            .need()
            .means("services, with all their instances, and checks of their own; each in one app only");
    static final Key<Values<String>> ESSENTIAL = Key.values("essential", CheckKeys.NEEDED)
            .means("those of its parts without which it is down; a service with instances once all of them are ill");
    static final Key<Usual<Quorum>> QUORUM = Key.usual("quorum", QUORUMS, Quorum.ANY)
            .means("how many must be well, or it is down; each instance counts, what an operator stopped does not");

    static final Vocabulary APP = Vocabulary.of(
            "an app", PARTS, ESSENTIAL, QUORUM, ConcernKeys.URGENCY, ConcernKeys.RUNBOOK, ConcernKeys.OBJECTIVE);

    static final Key<Names<Form.Map>> APPS = Key.names("apps", Kinds.NAME_PATTERN, new Form.Map(APP))
            .means("name → services and checks that are [one thing](#an-app) to those who use them");

    private AppKeys() {}

    private static Optional<Quorum> quorum(String text) {
        return switch (text) {
            case ALL -> Optional.of(Quorum.ALL);
            case ANY -> Optional.of(Quorum.ANY);
            default -> Kind.whole(1, 1_000).parse().apply(text).map(count -> new Quorum(OptionalInt.of(count)));
        };
    }

    private static String text(Quorum quorum) {
        if (quorum.count().isEmpty()) {
            return ALL;
        }
        int count = quorum.count().getAsInt();
        return count == 1 ? ANY : Integer.toString(count);
    }
}
