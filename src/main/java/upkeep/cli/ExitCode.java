package upkeep.cli;

/** What the command answers to a script; a monitoring plug-in has codes of its own. */
final class ExitCode {

    /** Done, and nothing differs or is unhealthy. */
    static final int CLEAN = 0;

    /** Not done; or, for verbs that compare, something differs. */
    static final int FAILED = 1;

    /** The command line or a spec is wrong. */
    static final int USAGE = 2;

    /** Done as far as the specs are right; the files in error count as they were applied last. */
    static final int PARTLY = 3;

    private ExitCode() {}
}
