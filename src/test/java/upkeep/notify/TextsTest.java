package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.Message.Line;

/** What people read, word for word: {@code -Dupkeep.test.golden=write} writes it anew. */
class TextsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/notify");
    private static final Path NOWHERE = Path.of("/nonexistent");
    private static final Map<String, String> MORE = Map.of(
            "chat",
            "-100123",
            "topic",
            "alerts",
            "routingKey",
            "KEY",
            "event",
            "trigger",
            "dedup",
            "web1/db",
            "testEnd",
            "2026-11-27T10:17:44Z");
    private static final List<String> WHOLE =
            List.of("webhook", "slack", "mattermost", "teams", "matrix", "telegram", "ntfy", "gotify", "alertmanager");

    @TempDir
    private Path folder = Path.of("");

    private static Draft draft(Path overrides, Notice notice) {
        return new Draft(new Templates(overrides), notice, ZoneId.of("UTC"));
    }

    @TestFactory
    Stream<DynamicTest> areTheOnesThatWereRead() {
        return Notices.all().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    compare(each.getKey() + ".txt", text(each.getValue()));
                    compare(
                            each.getKey() + ".html",
                            draft(NOWHERE, each.getValue()).mail().html());
                    compare(each.getKey() + ".json", json(each.getValue()));
                }));
    }

    private static void compare(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        } else {
            assertEquals(Files.readString(file), text, name);
        }
    }

    private static String text(Notice notice) {
        Draft.Mail mail = draft(NOWHERE, notice).mail();
        StringBuilder text = new StringBuilder("Subject: " + mail.subject() + "\n\n" + mail.text());
        text.append("\n== brief\n").append(string(draft(NOWHERE, notice).json("gotify", "gotify", MORE), "message"));
        text.append("\n\n== syslog\n");
        if (notice.isTest()) {
            text.append(draft(NOWHERE, notice).text("syslog")).append('\n');
        }
        for (Line line : notice.message().lines()) {
            text.append(draft(NOWHERE, notice).text("syslog", line)).append('\n');
        }
        return text.toString();
    }

    private static String json(Notice notice) {
        StringBuilder text = new StringBuilder();
        for (String name : WHOLE) {
            text.append("== ")
                    .append(name)
                    .append('\n')
                    .append(draft(NOWHERE, notice).json(name, name, MORE));
        }
        text.append("== pagerduty\n");
        if (notice.isTest()) {
            text.append(draft(NOWHERE, notice).json("pagerduty", "pagerduty", MORE));
        }
        for (Line line : notice.message().lines()) {
            text.append(draft(NOWHERE, notice).json("pagerduty", line, MORE));
        }
        return text.toString();
    }

    /** docs/alerts.md shows these two; what is not held to the program is out of date sooner or later. */
    @Test
    void theDocumentShowsThem() throws IOException {
        String page = Files.readString(Path.of("docs", "alerts.md"));
        String made = page;
        for (Notice notice : List.of(Notices.dependants(), Notices.recovered())) {
            Draft.Mail mail = draft(NOWHERE, notice).mail();
            String shown = "Subject: " + mail.subject() + "\n\n" + mail.text();
            String name = notice.message().number() == 77 ? "dependants" : "recovered";
            String begin = "<!-- mail: " + name + " -->\n";
            int from = made.indexOf(begin);
            int to = made.indexOf("<!-- end -->", from);
            assertTrue(from >= 0 && to > from, name);
            made = made.substring(0, from) + begin + "```text\n" + shown + "```\n" + made.substring(to);
            assertTrue(mail.text().lines().allMatch(line -> line.length() <= 78), mail.text());
        }
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.writeString(Path.of("docs", "alerts.md"), made);
        }
        assertEquals(made, "write".equals(System.getProperty("upkeep.test.golden")) ? made : page);
    }

    /** The first value of that name. */
    static String string(String json, String name) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals(name)) {
                    parser.nextToken();
                    return parser.getText();
                }
            }
        } catch (IOException broken) {
            throw new AssertionError(json, broken);
        }
        throw new AssertionError("no " + name + " in " + json);
    }

    @Test
    void textOfOthersStaysText() {
        Draft.Mail mail = draft(NOWHERE, Notices.hostile()).mail();
        assertFalse(mail.html().contains("<script>"), mail.html());
        assertFalse(mail.subject().chars().anyMatch(Character::isISOControl), mail.subject());
        assertFalse(mail.text().contains("\nBcc:"), mail.text());
        assertFalse(mail.text().contains("\u202e"), mail.text());
        String slack = draft(NOWHERE, Notices.hostile()).json("slack", "slack", MORE);
        assertFalse(string(slack, "text").contains("<!channel>"), slack);
        assertTrue(string(draft(NOWHERE, Notices.hostile()).json("webhook", "webhook", MORE), "what")
                .startsWith("\"} Bcc: "));
    }

    @Test
    void aTemplateOfTheOperatorWins() throws IOException {
        Files.writeString(folder.resolve("mail-subject.ftl"), "<#list lines as line>${line.name?upper_case}</#list>\n");
        Files.writeString(folder.resolve("own.ftl"), "{\"said\": \"${title}\"}");
        Draft draft = draft(folder, Notices.dependants());
        assertEquals("DB", draft.mail().subject());
        assertEquals(
                "critical: db and 12 that hang on it: went down: the main process exited with status 1",
                string(draft.json("own", "webhook", Map.of()), "said"));
    }

    @Test
    void oneThatFailsIsSaidAndLosesNothing() throws IOException {
        Files.writeString(folder.resolve("mail-subject.ftl"), "${nothing}");
        Files.writeString(folder.resolve("mail-text.ftl"), "<#if lines>");
        Draft.Mail mail = draft(folder, Notices.dependants()).mail();
        assertTrue(mail.subject().startsWith("[web1] critical: db"), mail.subject());
        assertTrue(mail.text().contains("app-12"), mail.text());
        assertTrue(
                mail.text().replaceAll("\\s+", " ").contains("The template " + folder + "/mail-subject.ftl failed"),
                mail.text());
        assertTrue(
                mail.text().replaceAll("\\s+", " ").contains("The template " + folder + "/mail-text.ftl failed"),
                mail.text());
        assertTrue(mail.html().contains("mail-subject.ftl failed"), mail.html());
    }

    @Test
    void whatIsNoJsonIsNotSent() throws IOException {
        for (String source : List.of("{\"a\": ", "", "{} {}", "no", "{\"a\": ${title}}")) {
            Files.writeString(folder.resolve("own.ftl"), source);
            String json = draft(folder, Notices.dependants()).json("own", "webhook", Map.of());
            assertEquals("web1-77-1795774364", string(json, "id"), json);
            assertTrue(json.contains("own.ftl failed"), source);
        }
        assertTrue(draft(folder, Notices.test())
                .json("missing", "webhook", Map.of())
                .contains("There is no template " + folder + "/missing.ftl"));
        assertTrue(
                draft(folder, Notices.test()).json("../x", "webhook", Map.of()).contains("failed"));
    }

    @Test
    void aTemplateThatMakesNoEndIsLeft() throws IOException {
        Files.writeString(
                folder.resolve("mail-text.ftl"),
                "<#list 1.. as n>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</#list>");
        Files.writeString(
                folder.resolve("mail-subject.ftl"), "${\"freemarker.template.utility.Execute\"?new()(\"id\")}");
        Draft.Mail mail = draft(folder, Notices.dependants()).mail();
        assertTrue(mail.text().replaceAll("\\s+", " ").contains("it makes more than 1048576 characters"), mail.text());
        assertTrue(mail.subject().startsWith("[web1]"), mail.subject());
    }
}
