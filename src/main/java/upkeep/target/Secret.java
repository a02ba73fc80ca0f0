package upkeep.target;

/**
 * A secret, by the place where it is kept; the secret itself is never part of a plan. Read when a probe needs it.
 *
 * @param place the absolute path of a file that upkeepd can read, or the name of a credential of upkeepd.service
 *     (systemd.exec(5), LoadCredential=)
 */
public record Secret(String place) {}
