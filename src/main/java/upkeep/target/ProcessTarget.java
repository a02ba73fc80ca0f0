package upkeep.target;

import java.util.List;

/** Processes, by what they are known by. */
public record ProcessTarget(Known by) implements Target {

    /** How processes are found. */
    public sealed interface Known {
        String text();

        /** All of a unit of systemd. */
        record Unit(String name) implements Known {
            @Override
            public String text() {
                return name;
            }
        }

        /** The one whose number a file holds, and those it has begun. */
        record PidFile(String path) implements Known {
            @Override
            public String text() {
                return path;
            }
        }

        /**
         * Those whose command line has a pattern in it, and those they have begun.
         *
         * @param pattern of {@link java.util.regex.Pattern}; it compiles
         */
        record Matching(String pattern) implements Known {
            @Override
            public String text() {
                return "\"" + pattern + "\"";
            }
        }
    }

    @Override
    public String kind() {
        return "process";
    }

    @Override
    public String text() {
        return by.text();
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "processes",
                "zombies",
                "threads",
                "children",
                "pid",
                "ppid",
                "uid",
                "euid",
                "gid",
                "uptime",
                "cpu",
                "memory",
                "memory-percent",
                "fds",
                "fds-percent",
                "read",
                "write",
                "disk-read",
                "disk-write",
                "outdated");
    }

    @Override
    public List<String> texts() {
        return List.of("name", "state", "security-label");
    }
}
