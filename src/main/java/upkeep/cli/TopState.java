package upkeep.cli;

import java.util.List;

/**
 * What is shown of it all.
 *
 * @param selected the name of a service or check; empty for the first
 * @param isLogShown whether the last lines of the selected one are shown
 */
record TopState(Sort sort, String selected, boolean isLogShown) {

    static final TopState BEGIN = new TopState(Sort.TROUBLE, "", false);

    /** In which order; equal ones by name. */
    enum Sort {
        TROUBLE,
        PROCESSOR,
        MEMORY,
        NAME
    }

    /** After a key but that which ends it all. The names are those that are shown, in their order. */
    TopState after(TopKey key, List<String> names) {
        return switch (key) {
            case UP -> moved(names, -1);
            case DOWN -> moved(names, 1);
            case LOG -> new TopState(sort, selected, !isLogShown);
            case BY_TROUBLE -> sorted(Sort.TROUBLE);
            case BY_PROCESSOR -> sorted(Sort.PROCESSOR);
            case BY_MEMORY -> sorted(Sort.MEMORY);
            case BY_NAME -> sorted(Sort.NAME);
            case QUIT, NONE -> this;
        };
    }

    private TopState sorted(Sort other) {
        return new TopState(other, selected, isLogShown);
    }

    private TopState moved(List<String> names, int by) {
        int now = Math.max(0, names.indexOf(selected));
        int next = Math.clamp(now + by, 0, Math.max(0, names.size() - 1));
        return names.isEmpty() ? this : new TopState(sort, names.get(next), isLogShown);
    }
}
