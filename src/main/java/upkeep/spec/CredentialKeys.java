package upkeep.spec;

import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.SetDirective.Content;

/** Secrets that systemd hands a service as files in {@code $CREDENTIALS_DIRECTORY}, which nobody else can read. */
final class CredentialKeys {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,254}");

    /** systemd 254 and later hand the path to the process that loads it without quoting it. */
    private static final Kind<String> PLACE = Kinds.PATH
            .where(
                    path -> path.indexOf(' ') < 0 && path.indexOf('\\') < 0,
                    "systemd loads none from a path with a blank or backslash in it",
                    "choose another name")
            .matching("^/[^\\r\\n \\\\]*$");

    private static final Kind<String> PATTERN = Kind.text(
                    text -> text.matches("[A-Za-z0-9_.@*-]{1,255}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a credential"),
                    "write a name, or a beginning of names with * behind it")
            .called("name, or a beginning with `*`", "names, or beginnings with `*`")
            .matching("^[A-Za-z0-9_.@*-]{1,255}$");

    static final Key<Value<String>> FILE =
            Key.value("file", PLACE).means("`LoadCredential=`: the file, which root reads when the service starts");
    static final Key<Value<String>> ENCRYPTED = Key.value("encrypted", PLACE)
            .means("`LoadCredentialEncrypted=`: a file that systemd-creds(1) has encrypted");

    private static final Key<Names<Brief>> CREDENTIALS = Key.names(
                    "credentials",
                    "^[A-Za-z0-9_@-][A-Za-z0-9_.@-]{0,254}$",
                    new Brief(Vocabulary.of("a credential", FILE, ENCRYPTED), java.util.List.of(FILE)))
            .means("name of the file in `$CREDENTIALS_DIRECTORY` → where the secret is");

    static final DirectiveKey<Names<Brief>> ALL = new DirectiveKey<>(CREDENTIALS, CredentialKeys::read);

    static final DirectiveKey<Form.Values<String>> IMPORT = DirectiveKey.lines(
            "ImportCredential",
            "import-credentials",
            PATTERN,
            "credentials of the machine that it is given, too (systemd 254)");

    private CredentialKeys() {}

    private static void read(Fields fields, SetList to) {
        Fields credentials = fields.map(CREDENTIALS);
        for (Node.Entry entry : credentials.all()) {
            if (!NAME.matcher(entry.key()).matches()) {
                fields.report()
                        .error(
                                entry.keyPosition(),
                                "cannot name a credential " + Quoted.text(entry.key())
                                        + ": it becomes a file of that name",
                                "names have letters, digits, _, ., @ and -, and do not begin with a dot");
            }
            credential(credentials, entry, to);
        }
    }

    private static void credential(Fields credentials, Node.Entry entry, SetList to) {
        Key<Brief> key = CREDENTIALS.form().named(entry.key());
        boolean isBrief = entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent();
        Fields credential = isBrief ? credentials.only(key, FILE) : credentials.map(key);
        Optional<String> file = path(credential, FILE);
        Optional<String> encrypted = path(credential, ENCRYPTED);
        boolean both = credential.has(FILE) && credential.has(ENCRYPTED);
        if (both || (credential.lacks(FILE) && credential.lacks(ENCRYPTED))) {
            credentials
                    .report()
                    .error(
                            entry.keyPosition(),
                            both
                                    ? "cannot use file and encrypted together: a credential comes from one place"
                                    : "cannot load the credential " + Quoted.text(entry.key())
                                            + ": it is not said from where",
                            "write the path of a file, or {encrypted: /path}");
        }
        file.ifPresent(path -> add("LoadCredential", path, credential, FILE, entry, to));
        encrypted.ifPresent(path -> add("LoadCredentialEncrypted", path, credential, ENCRYPTED, entry, to));
    }

    /** What is no path may be the secret itself, and is not repeated. */
    private static Optional<String> path(Fields credential, Key<Value<String>> key) {
        Optional<Node.Scalar> scalar = credential
                .entry(key)
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast);
        if (scalar.filter(it -> !it.isAbsent() && !it.text().startsWith("/")).isEmpty()) {
            return credential.read(key);
        }
        credential
                .report()
                .error(
                        scalar.get().position(),
                        "cannot load a credential: here stands the path of the file with the secret, beginning with /, and"
                                + " never the secret itself",
                        "put it into a file that only root can read");
        return Optional.empty();
    }

    private static void add(
            String directive, String path, Fields credential, Key<?> key, Node.Entry entry, SetList to) {
        Content content = new Content.Line(entry.key() + ":" + path);
        to.add(DirectiveKey.SERVICE, directive, content, credential, key);
    }
}
