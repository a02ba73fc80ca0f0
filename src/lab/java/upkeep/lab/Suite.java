package upkeep.lab;

/** A Debian release that machines are made of. */
public enum Suite {
    /** Debian 12. */
    BOOKWORM("bookworm", 252),
    /** Debian 13. */
    TRIXIE("trixie", 257);

    private final String codename;
    private final int systemdVersion;

    Suite(String codename, int systemdVersion) {
        this.codename = codename;
        this.systemdVersion = systemdVersion;
    }

    /** The release's name in the archive. */
    public String codename() {
        return codename;
    }

    /** The major version of its systemd. */
    public int systemdVersion() {
        return systemdVersion;
    }
}
