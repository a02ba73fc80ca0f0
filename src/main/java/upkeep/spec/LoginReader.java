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
        Optional<Secret> password = secret("password-file", "password-credential");
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

    /** A secret that is kept in a file or given as a credential, by the keys of the two. */
    Optional<Secret> secret(String fileKey, String credentialKey) {
        Optional<String> file = fields.read(fileKey, Kinds.PATH);
        Optional<String> credential = fields.read(credentialKey, CREDENTIAL);
        if (fields.has(fileKey) && fields.has(credentialKey)) {
            String what = fileKey.substring(0, fileKey.indexOf('-'));
            fields.report()
                    .error(
                            fields.at(credentialKey),
                            "cannot use " + fileKey + " and " + credentialKey + " together: there is one " + what);
        }
        return file.or(() -> credential).map(Secret::new);
    }
}
