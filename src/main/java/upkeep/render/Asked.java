package upkeep.render;

import java.util.List;
import java.util.Optional;
import upkeep.unit.Quoting;

/**
 * One directive that the plan asks for, with the value as it stands in the file and what it shall mean to systemd.
 *
 * @param isSet whether a key of the spec stands for it alone; these are written together, in the order of the keys
 */
record Asked(String section, String key, String written, Meaning meaning, boolean isSet) {

    Asked(String section, String key, String written, Meaning meaning) {
        this(section, key, written, meaning, false);
    }

    /** What the value shall mean once systemd has read it: checked against what was really written. */
    sealed interface Meaning {

        /** The rest of the line. */
        record Line(String text) implements Meaning {}

        /** A list of words. */
        record Words(List<String> words) implements Meaning {
            public Words {
                words = List.copyOf(words);
            }
        }

        /**
         * A program and its arguments.
         *
         * @param words the first with the signs that say how it is run
         * @param expands whether systemd expands variables in them
         */
        record CommandLine(List<String> words, boolean expands) implements Meaning {
            public CommandLine {
                words = List.copyOf(words);
            }

            boolean isMeantBy(String value) {
                Optional<List<String>> meaning =
                        expands ? Quoting.expandingMeaning(value) : Quoting.commandMeaning(value);
                return meaning.equals(Optional.of(words));
            }
        }

        /** A command that begins as is written, with what systemd fills in; the arguments behind that are as they are. */
        record FilledIn(String beginning, List<String> arguments) implements Meaning {
            public FilledIn {
                arguments = List.copyOf(arguments);
            }

            boolean isMeantBy(String value) {
                return value.startsWith(beginning + " ")
                        && Quoting.commandMeaning(value.substring(beginning.length()))
                                .equals(Optional.of(arguments));
            }
        }

        /** A word or number of ours that stands for itself. */
        record Verbatim() implements Meaning {}

        /** What the user wants verbatim; it comes after everything of ours, so that it wins. */
        record PassedThrough() implements Meaning {}
    }

    boolean isPassedThrough() {
        return meaning instanceof Meaning.PassedThrough;
    }

    /** Whether {@code value}, read back from the file, means to systemd what was asked for. */
    boolean isMeantBy(String value) {
        return switch (meaning) {
            case Meaning.Line line -> Quoting.textMeaning(value).equals(Optional.of(line.text()));
            case Meaning.Words words -> Quoting.wordMeaning(value).equals(Optional.of(words.words()));
            case Meaning.CommandLine command -> command.isMeantBy(value);
            case Meaning.FilledIn filled -> filled.isMeantBy(value);
            case Meaning.Verbatim verbatim -> value.equals(written);
            case Meaning.PassedThrough passed -> value.equals(written);
        };
    }
}
