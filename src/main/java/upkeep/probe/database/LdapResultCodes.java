package upkeep.probe.database;

/** How operations of LDAP end (RFC 4511 section 4.1.9). */
final class LdapResultCodes {

    static final int SUCCESS = 0;
    static final int STRONGER_AUTH_REQUIRED = 8;
    static final int CONFIDENTIALITY_REQUIRED = 13;
    static final int NO_SUCH_OBJECT = 32;
    static final int INAPPROPRIATE_AUTHENTICATION = 48;

    private LdapResultCodes() {}

    /** Whether the server merely does not let a stranger in. */
    static boolean isUnwelcoming(int code) {
        return code == STRONGER_AUTH_REQUIRED
                || code == CONFIDENTIALITY_REQUIRED
                || code == INAPPROPRIATE_AUTHENTICATION;
    }

    static String name(int code) {
        return switch (code) {
            case SUCCESS -> "success";
            case 1 -> "operations error";
            case 2 -> "protocol error";
            case 3 -> "time limit exceeded";
            case STRONGER_AUTH_REQUIRED -> "stronger authentication required";
            case 10 -> "referral";
            case CONFIDENTIALITY_REQUIRED -> "confidentiality required";
            case NO_SUCH_OBJECT -> "no such object";
            case 34 -> "invalid DN syntax";
            case INAPPROPRIATE_AUTHENTICATION -> "inappropriate authentication";
            case 49 -> "invalid credentials";
            case 50 -> "insufficient access rights";
            case 51 -> "busy";
            case 52 -> "unavailable";
            case 53 -> "unwilling to perform";
            default -> "result";
        };
    }
}
