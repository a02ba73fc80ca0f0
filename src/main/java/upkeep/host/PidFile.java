package upkeep.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file in which a daemon says what number its process has. */
public sealed interface PidFile {

    Pattern NUMBER = Pattern.compile("[ \\t]*([1-9][0-9]{0,8})(?=\\s|$)");

    record Found(int pid) implements PidFile {}

    /** The file is not there, or holds no number, as {@code why} says. */
    record Without(String why) implements PidFile {}

    /** It may not be read, as {@code why} says. */
    record Closed(String why) implements PidFile {}

    /** Reads a number, with blanks or further lines after it. */
    static PidFile read(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new Closed("cannot read " + file + ": it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Matcher number = NUMBER.matcher(new String(in.readNBytes(64), StandardCharsets.ISO_8859_1));
            return number.lookingAt()
                    ? new Found(Integer.parseInt(number.group(1)))
                    : new Without(file + " holds no process number");
        } catch (NoSuchFileException e) {
            return new Without("there is no " + file);
        } catch (IOException | SecurityException e) {
            String why = Descriptors.noneIsLeft(e.getMessage())
                    ? Descriptors.NONE_LEFT
                    : "permission denied; let the user upkeep read it";
            return new Closed("cannot read " + file + ": " + why);
        }
    }
}
