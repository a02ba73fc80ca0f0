package upkeep.spec;

import java.util.ArrayList;
import java.util.List;

/** Collects what services and checks need, with the places, for when all names are known. Confined to one load. */
final class Needs {

    private final List<Need> all = new ArrayList<>();

    /** That one thing needs another; {@code who} is a service or a check on its own, also where its probe says so. */
    record Need(String who, Located<String> what) {}

    /** The names under {@code needs:}. */
    List<String> read(String who, Fields fields) {
        List<Located<String>> names = fields.list(CheckKeys.NEEDS);
        names.forEach(name -> all.add(new Need(who, name)));
        return names.stream().map(Located::value).toList();
    }

    void addAll(Needs others) {
        all.addAll(others.all);
    }

    List<Need> all() {
        return List.copyOf(all);
    }
}
