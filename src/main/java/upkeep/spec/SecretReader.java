package upkeep.spec;

import java.util.Optional;
import upkeep.target.Secret;

/** Reads where a secret is kept: {@code NAME-file} or {@code NAME-credential}. */
final class SecretReader {

    private static final Kind<String> CREDENTIAL = Kind.text(
            text -> text.matches("[A-Za-z0-9._-]{1,255}")
                    ? Optional.empty()
                    : Optional.of("it is not the name of a credential"),
            "write a name that LoadCredential= of upkeepd.service gives");

    private final Fields fields;
    private final String name;
    private final String file;
    private final String credential;

    /**
     * @param name of what is secret: {@code password}
     */
    SecretReader(Fields fields, String name) {
        this.fields = fields;
        this.name = name;
        this.file = name + "-file";
        this.credential = name + "-credential";
    }

    /** Whether it was written at all, if wrongly. */
    boolean isWritten() {
        return fields.has(file) || fields.has(credential);
    }

    Optional<Secret> read() {
        Optional<String> path = fields.read(file, Kinds.PATH);
        Optional<String> loaded = fields.read(credential, CREDENTIAL);
        if (fields.has(file) && fields.has(credential)) {
            fields.report()
                    .error(
                            fields.at(credential),
                            "cannot use " + file + " and " + credential + " together: there is one " + name);
        }
        return path.or(() -> loaded).map(Secret::new);
    }
}
