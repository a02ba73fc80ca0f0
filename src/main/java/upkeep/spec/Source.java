package upkeep.spec;

/**
 * One file of the spec language.
 *
 * @param name the name that problems are reported under: its path
 * @param text what it holds
 * @param role what it is read as
 */
public record Source(String name, String text, Role role) {

    private static final String SUFFIX = ".yaml";

    /** What a file is read as. */
    public enum Role {
        /** It describes services and checks; all specs together are one plan. */
        SPEC,
        /** It describes a kind of service, which specs take by the name of the file, without its suffix. */
        PRESET
    }

    /** A spec. */
    public Source(String name, String text) {
        this(name, text, Role.SPEC);
    }

    public boolean isPreset() {
        return role == Role.PRESET;
    }

    /** What specs call it, if it is a preset. */
    public String presetName() {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }
}
