package upkeep.install;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Failures of the file system in words. */
public final class Reasons {

    private Reasons() {}

    /** Why, without the path: {@code permission denied}. */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists already";
            case DirectoryNotEmptyException _ -> "the directory is not empty";
            case FileSystemException other when other.getReason() != null -> lower(other.getReason());
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }

    /** The path, if the failure names one, and why. */
    public static String withPath(IOException failure) {
        boolean named = failure instanceof FileSystemException other && other.getFile() != null;
        return named ? ((FileSystemException) failure).getFile() + ": " + of(failure) : of(failure);
    }

    /** What may help, or an empty text. */
    static String hint(IOException failure) {
        return failure instanceof AccessDeniedException ? "run it as root, or as a member of the group upkeep" : "";
    }

    private static String lower(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
    }
}
