package upkeep.target;

/** How a web server is told who asks (RFC 9110 section 11). */
public sealed interface HttpLogin {

    /** User and password (RFC 7617). */
    record Basic(Login login) implements HttpLogin {}

    /** A token (RFC 6750). */
    record Bearer(Secret token) implements HttpLogin {}
}
