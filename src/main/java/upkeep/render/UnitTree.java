package upkeep.render;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Digest;
import upkeep.base.UnitName;

/**
 * The files that a plan becomes, by absolute path, and the units to be enabled.
 *
 * @param enabled units with an [Install] section, in name order
 */
public record UnitTree(SortedMap<String, File> files, List<UnitName> enabled) {

    public UnitTree {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        enabled = enabled.stream().sorted().distinct().toList();
    }

    /**
     * One file.
     *
     * @param mode permission bits, for instance 0644
     * @param unit the unit that this file defines or changes
     */
    public record File(String path, String content, int mode, Kind kind, Optional<UnitName> unit) {
        public Digest digest() {
            return Digest.of(content);
        }
    }

    /** What a file is for, which says who must be told when it changes. */
    public enum Kind {
        UNIT,
        /** A unit, or a template of units, that upkeepd or another unit starts when there is something to be run. */
        PROGRAM,
        /** A service that a timer or a path starts, and an apply never does, be it new or another one. */
        TRIGGERED,
        DROP_IN,
        SYSUSERS,
        TMPFILES,
        POLKIT_RULE,
        /** logrotate reads it when it runs. */
        LOGROTATE,
        /** What a reverse proxy reads, in which lines are marked while services run, see {@link ProxyFile}. */
        PROXY
    }
}
