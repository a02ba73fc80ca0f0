package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Form.Value;

/** Who a probe says it is, and where secrets are kept. */
final class LoginKeys {

    private static final Kind<String> CREDENTIAL = Kind.text(
                    text -> text.matches("[A-Za-z0-9._-]{1,255}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a credential"),
                    "write a name that LoadCredential= of upkeepd.service gives")
            .called("name")
            .matching("^[A-Za-z0-9._-]{1,255}$");

    static final Key<Value<String>> USER =
            Key.value("user", Kinds.LINE).means("who is logged in; without it, a probe goes as far as a stranger can");
    static final Key<Value<String>> PASSWORD_FILE = file("password")
            .means(
                    "a file that holds the password, which the user `upkeep` must be able to read; a line end at its end is"
                            + " left out");
    static final Key<Value<String>> PASSWORD_CREDENTIAL = credential("password")
            .means("instead, a credential that `LoadCredential=` of upkeepd.service gives, systemd.exec(5)");

    static final Vocabulary LOGIN = Vocabulary.of("a login", USER, PASSWORD_FILE, PASSWORD_CREDENTIAL);

    private LoginKeys() {}

    /** The key for a file that holds a secret. */
    static Key<Value<String>> file(String secret) {
        return Key.value(secret + "-file", Kinds.PATH);
    }

    /** The key for a credential of upkeepd.service that is a secret. */
    static Key<Value<String>> credential(String secret) {
        return Key.value(secret + "-credential", CREDENTIAL).means("instead, a credential of upkeepd.service");
    }
}
