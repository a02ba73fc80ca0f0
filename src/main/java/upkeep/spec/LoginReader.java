package upkeep.spec;

import java.util.Optional;
import upkeep.target.Login;
import upkeep.target.Secret;

/** Reads who a probe says it is: {@code user}, and {@code password-file} or {@code password-credential}. */
final class LoginReader {

    private static final Kind<String> CREDENTIAL = Kind.text(
            text -> text.matches("[A-Za-z0-9._-]{1,255}")
                    ? Optional.empty()
                    : Optional.of("it is not the name of a credential"),
            "write a name that LoadCredential= of upkeepd.service gives");

    private final Fields fields;

    LoginReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Login> read() {
        Optional<String> user = fields.read("user", Kinds.LINE);
        Optional<String> file = fields.read("password-file", Kinds.PATH);
        Optional<String> credential = fields.read("password-credential", CREDENTIAL);
        if (fields.has("password-file") && fields.has("password-credential")) {
            fields.report()
                    .error(
                            fields.at("password-credential"),
                            "cannot use password-file and password-credential together: there is one password");
        }
        Optional<Secret> password = file.or(() -> credential).map(Secret::new);
        boolean hasPassword = fields.has("password-file") || fields.has("password-credential");
        if (fields.has("user") && !hasPassword) {
            fields.report()
                    .error(
                            fields.at("user"),
                            "cannot log in: the password is missing",
                            "write password-file: /etc/upkeep/secrets/NAME");
        }
        if (hasPassword && fields.lacks("user")) {
            fields.report().error(fields.position(), "cannot log in: the user is missing", "write user: NAME");
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }
}
