package upkeep.spec;

import java.util.Optional;
import upkeep.target.Login;
import upkeep.target.Secret;

/** Reads who a probe says it is: {@code user}, and {@code password-file} or {@code password-credential}. */
final class LoginReader {

    private final Fields fields;

    LoginReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Login> read() {
        Optional<String> user = fields.read(LoginKeys.USER);
        SecretReader reader =
                new SecretReader(fields, "password", LoginKeys.PASSWORD_FILE, LoginKeys.PASSWORD_CREDENTIAL);
        Optional<Secret> password = reader.read();
        if (fields.has(LoginKeys.USER) && !reader.isWritten()) {
            fields.report()
                    .error(
                            fields.at(LoginKeys.USER),
                            "cannot log in: the password is missing",
                            "write password-file: /etc/upkeep/secrets/NAME");
        }
        if (reader.isWritten() && fields.lacks(LoginKeys.USER)) {
            fields.report().error(fields.position(), "cannot log in: the user is missing", "write user: NAME");
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }
}
