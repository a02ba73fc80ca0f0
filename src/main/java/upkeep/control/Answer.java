package upkeep.control;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a verb of the command line prints and how it exits: 0 done and clean, 1 failed or unhealthy, 2 wrong usage; or
 * that of a monitoring plug-in, see {@link CheckForm#NAGIOS}. Texts end in a newline unless empty.
 */
public record Answer(int exitCode, String out, String err) {

    /** Done; {@code out} goes to standard output. */
    public static Answer done(String out) {
        return new Answer(0, out, "");
    }

    /** Not done; {@code message} has the form {@code cannot X: why}. */
    public static Answer failed(String message) {
        return new Answer(1, "", "error: " + message + "\n");
    }

    /** Asked in the wrong way, or for something that does not exist. */
    public static Answer misused(String message) {
        return new Answer(2, "", "error: " + message + "\n");
    }

    /** Several answers as one: the texts one after the other, or as one JSON array; the worst exit code. */
    public static Answer all(List<Answer> answers, boolean json) {
        if (answers.size() == 1) {
            return answers.getFirst();
        }
        String out = answers.stream().map(Answer::out).collect(Collectors.joining(json ? "," : "\n"));
        return new Answer(
                answers.stream().mapToInt(Answer::exitCode).max().orElse(0),
                json ? "[" + out + "]\n" : out,
                answers.stream().map(Answer::err).collect(Collectors.joining()));
    }

    /** As a monitoring plug-in answers: what went wrong is UNKNOWN, exit code 3, and on standard output. */
    public Answer forPlugIn() {
        return err.isEmpty() ? this : CheckReportNagios.unknown(err.replaceFirst("^error: ", ""));
    }
}
