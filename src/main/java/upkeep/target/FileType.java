package upkeep.target;

import java.util.Locale;

/** What a path can be, see inode(7). */
public enum FileType {
    FILE("a regular file"),
    DIRECTORY("a directory"),
    FIFO("a fifo"),
    SOCKET("a socket"),
    LINK("a symbolic link"),
    CHARACTER_DEVICE("a character device"),
    BLOCK_DEVICE("a block device");

    private final String text;

    FileType(String text) {
        this.text = text;
    }

    /** As specs and rules have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As a sentence has it: {@code a regular file}. */
    public String text() {
        return text;
    }
}
