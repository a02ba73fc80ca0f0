package upkeep.target;

import java.util.Locale;

/** How a checksum of a file is made. */
public enum Checksum {
    SHA256("SHA-256", 64),
    SHA1("SHA-1", 40),
    MD5("MD5", 32);

    private final String algorithm;
    private final int digits;

    Checksum(String algorithm, int digits) {
        this.algorithm = algorithm;
        this.digits = digits;
    }

    /** As specs have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the Java platform calls it. */
    public String algorithm() {
        return algorithm;
    }

    /** How many hexadecimal digits it has. */
    public int digits() {
        return digits;
    }
}
