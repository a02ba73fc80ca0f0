package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.SetDirective.Content;

/** Where the output of a service goes, and what the journal makes of it. */
final class LoggingKeys {

    private static final List<String> WORDS =
            List.of("journal", "inherit", "null", "tty", "socket", "kmsg", "journal+console", "kmsg+console");
    private static final Pattern FILE = Pattern.compile("(file|append|truncate):(/.*)");
    private static final Pattern FIELD = Pattern.compile("[A-Z0-9][A-Z0-9_]{0,63}");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,9}) +per +(\\S.*)");

    /** So many messages in such a time. */
    record Rate(long messages, TimeSpan per) {}

    private static final Kind<String> DESTINATION = Kind.text(
                    LoggingKeys::destinationFault,
                    "write journal, null, inherit, socket, or such as append:/var/log/app.log")
            .called(
                    "`journal`, `inherit`, `null`, `socket`, `append:/PATH`, `truncate:/PATH`, `file:/PATH`, or another of"
                            + " systemd.exec(5)")
            .matching("^[a-z+]+(:/[^\\r\\n]*)?$");

    private static final Kind<Rate> RATES = new Kind<>(
            LoggingKeys::rate,
            text -> "it is not a number of messages in a time",
            text -> "write how many in what time, such as \"10000 per 30s\", or none for no limit",
            rate -> rate.messages() == 0 ? "none" : rate.messages() + " per " + rate.per(),
            new Shape.Text("`COUNT per TIME SPAN`, or `none`", "rates", "^\\s*([0-9]{1,9} +per +[0-9]|none$)"));

    private static final Kind<String> FIELD_VALUE = Kinds.LINE.where(
            text -> text.length() <= 4096, "it is longer than 4096 characters", "journal fields are short");

    private static final Key<Form.Value<Rate>> RATE_LIMIT = Key.value("rate-limit", RATES)
            .otherwise("journald's, `10000 per 30s`")
            .means("`LogRateLimitBurst=`, `LogRateLimitIntervalSec=`: what is beyond is dropped");

    private static final Key<Form.Names<Form.Value<String>>> FIELDS = Key.names(
                    "fields", "^[A-Z0-9][A-Z0-9_]{0,63}$", new Form.Value<>(FIELD_VALUE))
            .means("`LogExtraFields=`: fields of every message; names have `A-Z`, `0-9` and `_`");

    static final Key<Form.Value<String>> STDOUT =
            Key.value("stdout", DESTINATION).otherwise("`journal`").means("");
    static final Key<Form.Value<String>> STDERR =
            Key.value("stderr", DESTINATION).otherwise("where `stdout` goes").means("");

    private static final DirectiveKey<Form.Map> FILTER = DirectiveKey.map(
            "filter",
            "which messages are kept, by regular expressions",
            List.of(
                    pattern("allow", "", "only what one of these is found in"),
                    pattern("deny", "~", "and none of these")));

    static final DirectiveKey<Form.Map> LOGGING = DirectiveKey.map(
            "logging",
            "where its output goes, and what the journal makes of it",
            List.of(
                    DirectiveKey.line(DirectiveKey.SERVICE, "StandardOutput", STDOUT),
                    DirectiveKey.line(DirectiveKey.SERVICE, "StandardError", STDERR),
                    DirectiveKey.line("SyslogIdentifier", "identifier", Kinds.LINE, "what messages are called by"),
                    word("SyslogFacility", "facility", DirectiveKinds.words("SyslogFacility"), ""),
                    word("SyslogLevel", "level", DirectiveKinds.words("SyslogLevel"), "of lines that name none"),
                    word(
                            "SyslogLevelPrefix",
                            "level-prefix",
                            Kinds.YES_OR_NO,
                            "whether `<3>` at the beginning of a line is its level"),
                    word(
                            "LogLevelMax",
                            "max-level",
                            DirectiveKinds.words("LogLevelMax"),
                            "less important ones are dropped"),
                    new DirectiveKey<>(RATE_LIMIT, LoggingKeys::rateLimit),
                    DirectiveKey.line(
                            "LogNamespace",
                            "namespace",
                            Kinds.LINE
                                    .where(
                                            text -> text.matches("[A-Za-z0-9_.-]{1,64}"),
                                            "it is not a name",
                                            "names have letters, digits, _, . and -")
                                    .called("name")
                                    .matching("^[A-Za-z0-9_.-]{1,64}$"),
                            "a journal of its own, with limits of its own"),
                    new DirectiveKey<>(FIELDS, LoggingKeys::fields),
                    FILTER,
                    new DirectiveKey<>(RotationKeys.ROTATE, RotationKeys::read)));

    private LoggingKeys() {}

    /** The file that a destination names. */
    static Optional<String> file(String destination) {
        var matcher = FILE.matcher(destination);
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    private static DirectiveKey<?> pattern(String name, String sign, String meaning) {
        Key<Form.Values<String>> key =
                Key.values(name, Kinds.LINE).means("`LogFilterPatterns=" + sign + "`: " + meaning + " (systemd 253)");
        return new DirectiveKey<>(key, (fields, to) -> {
            for (Located<String> value : fields.list(key)) {
                Content content = new Content.Line(sign + value.value());
                to.add(DirectiveKey.SERVICE, "LogFilterPatterns", content, fields, key, value.position());
            }
        });
    }

    private static void rateLimit(Fields fields, SetList to) {
        fields.read(RATE_LIMIT).ifPresent(rate -> {
            Content interval = new Content.Word(rate.per().toString());
            to.add(DirectiveKey.SERVICE, "LogRateLimitIntervalSec", interval, fields, RATE_LIMIT);
            Content burst = new Content.Word(Long.toString(rate.messages()));
            to.add(DirectiveKey.SERVICE, "LogRateLimitBurst", burst, fields, RATE_LIMIT);
        });
    }

    private static void fields(Fields fields, SetList to) {
        Fields written = fields.map(FIELDS);
        for (Node.Entry entry : written.all()) {
            if (!FIELD.matcher(entry.key()).matches()) {
                fields.report()
                        .error(
                                entry.keyPosition(),
                                "cannot add the field " + Quoted.text(entry.key()) + ": it is not the name of one",
                                "names have A-Z, 0-9 and _, begin with no _, and are at most 64 long");
            }
            Key<Form.Value<String>> key = FIELDS.form().named(entry.key());
            written.read(key)
                    .ifPresent(value -> to.add(
                            DirectiveKey.SERVICE,
                            "LogExtraFields",
                            new Content.Item(entry.key() + "=" + value),
                            written,
                            key));
        }
    }

    private static Optional<String> destinationFault(String text) {
        if (WORDS.contains(text)) {
            return Optional.empty();
        }
        Optional<String> file = file(text);
        if (file.isPresent()) {
            return Kinds.PATH.parse().apply(file.get()).isPresent()
                    ? Optional.empty()
                    : Optional.of(Kinds.PATH.why().apply(file.get()));
        }
        return Optional.of(
                text.matches("(file|append|truncate):.*")
                        ? "its path must be absolute"
                        : "it is none of " + String.join(", ", WORDS) + ", file:, append: and truncate:");
    }

    private static Optional<Rate> rate(String text) {
        if (text.strip().equals("none")) {
            return Optional.of(new Rate(0, TimeSpan.ZERO));
        }
        var matcher = RATE.matcher(text.strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            return Optional.empty();
        }
        long messages = Long.parseLong(matcher.group(1));
        return Kinds.FINITE.parse().apply(matcher.group(2)).map(per -> new Rate(messages, per));
    }
}
