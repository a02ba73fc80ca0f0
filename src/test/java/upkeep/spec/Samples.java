package upkeep.spec;

import java.util.List;
import java.util.regex.Pattern;

/** Texts that kinds of values take. */
final class Samples {

    private static final List<String> TEXTS = List.of(
            "10s",
            "/srv/data",
            "/dev/null rw",
            "journal",
            "5 per 10min",
            "99.9% per 30d",
            "512M",
            "50%",
            "nginx.service",
            "logrotate.timer",
            "a.example.org",
            "ops@example.org",
            "!room:example.org",
            "-100123",
            "never",
            "192.0.2.1",
            "http://127.0.0.1/",
            "alert",
            "name",
            "HUP",
            "GET",
            "0640",
            "0",
            "200",
            "443",
            "org.example.App",
            "$.status",
            "Mon *-*-* 02:30",
            "TLS_AES_256_GCM_SHA384",
            "30 2 * * 1-5",
            "kobject-uevent 1",
            "/queue",
            "127.0.0.1:2813",
            "90d",
            "256M",
            "a".repeat(64),
            "a".repeat(40),
            "a".repeat(32),
            "SHA256:" + "a".repeat(43));

    private Samples() {}

    /** Every word where there are only a few, the bounds of a number, and else one text. */
    static List<String> of(Kind<?> kind) {
        return switch (kind.shape()) {
            case Shape.Truth _ -> List.of("true", "false", "yes", "no", "on", "off");
            case Shape.Whole whole -> List.of(String.valueOf(whole.least()), String.valueOf(whole.most()));
            case Shape.Words words -> words.words();
            case Shape.Glossary glossary -> List.copyOf(glossary.meanings().keySet());
            case Shape.Text text -> List.of(quoted(text(kind, text)));
        };
    }

    private static String text(Kind<?> kind, Shape.Text shape) {
        Pattern pattern = Pattern.compile(shape.pattern());
        return TEXTS.stream()
                .filter(text -> kind.parse().apply(text).isPresent()
                        && pattern.matcher(text).find())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample for " + shape));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
