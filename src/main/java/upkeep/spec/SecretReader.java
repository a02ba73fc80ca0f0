package upkeep.spec;

import java.util.Optional;
import upkeep.target.Secret;

/** Reads where a secret is kept: {@code NAME-file} or {@code NAME-credential}. */
final class SecretReader {

    private final Fields fields;
    private final String name;
    private final Key<Form.Value<String>> file;
    private final Key<Form.Value<String>> credential;

    /**
     * @param name of what is secret: {@code password}
     */
    SecretReader(Fields fields, String name, Key<Form.Value<String>> file, Key<Form.Value<String>> credential) {
        this.fields = fields;
        this.name = name;
        this.file = file;
        this.credential = credential;
    }

    /** Whether it was written at all, if wrongly. */
    boolean isWritten() {
        return fields.has(file) || fields.has(credential);
    }

    Optional<Secret> read() {
        Optional<String> path = fields.read(file);
        Optional<String> loaded = fields.read(credential);
        if (fields.has(file) && fields.has(credential)) {
            fields.report()
                    .error(
                            fields.at(credential),
                            "cannot use " + file.name() + " and " + credential.name() + " together: there is one "
                                    + name);
        }
        return path.or(() -> loaded).map(Secret::new);
    }
}
