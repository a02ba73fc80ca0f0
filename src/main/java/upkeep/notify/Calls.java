package upkeep.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.notify.Call.Unsendable;
import upkeep.spec.Channel;
import upkeep.target.Secret;

/** The requests that tell a notice over a channel. */
record Calls(Addresses addresses, Draft draft) {

    private static final int LONGEST_DEDUP = 255;
    private static final Duration TEST = Duration.ofMinutes(5);

    List<Call> webhook(Channel.Webhook webhook) throws Unsendable {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(webhook.headers());
        headers.put("Idempotency-Key", ascii(draft.notice().id()));
        if (webhook.token().isPresent()) {
            headers.put("Authorization", bearer(webhook.token().get()));
        }
        String body = draft.json(webhook.template().orElse("webhook"), "webhook", Map.of());
        if (webhook.key().isPresent()) {
            headers.put(
                    "X-Upkeep-Signature",
                    "sha256=" + signature(addresses.bytes(webhook.key().get()), body));
        }
        return List.of(post(webhook, addresses.of(webhook.address()), headers, body));
    }

    List<Call> chat(Channel.Chat chat) throws Unsendable {
        String body = draft.json(chat.word(), chat.word(), Map.of());
        return List.of(post(chat, addresses.of(chat.address()), Map.of(), body));
    }

    List<Call> matrix(Channel.Matrix matrix) throws Unsendable {
        URI uri = below(
                matrix.server(),
                "_matrix/client/v3/rooms/" + segment(matrix.room()) + "/send/m.room.message/"
                        + segment(draft.notice().id()));
        Map<String, String> headers = Map.of("Authorization", bearer(matrix.token()));
        return List.of(new Call(name(matrix, uri), "PUT", uri, headers, draft.json("matrix", "matrix", Map.of())));
    }

    List<Call> telegram(Channel.Telegram telegram) throws Unsendable {
        URI uri = below(telegram.server(), "bot" + segment(token(telegram.token())) + "/sendMessage");
        return List.of(
                post(telegram, uri, Map.of(), draft.json("telegram", "telegram", Map.of("chat", telegram.chat()))));
    }

    List<Call> ntfy(Channel.Ntfy ntfy) throws Unsendable {
        Map<String, String> headers = ntfy.token().isPresent()
                ? Map.of("Authorization", bearer(ntfy.token().get()))
                : Map.of();
        String body = draft.json("ntfy", "ntfy", Map.of("topic", ntfy.topic()));
        return List.of(post(ntfy, below(ntfy.server(), ""), headers, body));
    }

    List<Call> gotify(Channel.Gotify gotify) throws Unsendable {
        Map<String, String> headers = Map.of("X-Gotify-Key", token(gotify.token()));
        return List.of(
                post(gotify, below(gotify.server(), "message"), headers, draft.json("gotify", "gotify", Map.of())));
    }

    /** One for each line that is an event there: what healed by itself is none. */
    List<Call> pagerDuty(Channel.PagerDuty pagerDuty) throws Unsendable {
        String key = token(pagerDuty.key());
        String host = draft.notice().host();
        List<Call> calls = new ArrayList<>();
        if (draft.notice().isTest()) {
            for (String event : List.of("trigger", "resolve")) {
                Map<String, String> more = Map.of("routingKey", key, "event", event, "dedup", dedup(host, "test"));
                calls.add(post(pagerDuty, pagerDuty.url(), Map.of(), draft.json("pagerduty", "pagerduty", more)));
            }
            return calls;
        }
        for (Line line : told()) {
            Map<String, String> more = Map.of(
                    "routingKey",
                    key,
                    "event",
                    line.reason() == Reason.RESOLVED ? "resolve" : "trigger",
                    "dedup",
                    dedup(host, line.key()));
            calls.add(post(pagerDuty, pagerDuty.url(), Map.of(), draft.json("pagerduty", line, more)));
        }
        return calls;
    }

    /** One for each server. */
    List<Call> alertmanager(Channel.Alertmanager alertmanager) throws Unsendable {
        if (!draft.notice().isTest() && told().isEmpty()) {
            return List.of();
        }
        Map<String, String> headers = alertmanager.token().isPresent()
                ? Map.of("Authorization", bearer(alertmanager.token().get()))
                : Map.of();
        String end = draft.notice().message().at().plus(TEST).toString();
        String body = draft.json("alertmanager", "alertmanager", Map.of("testEnd", end));
        List<Call> calls = new ArrayList<>();
        for (URI server : alertmanager.servers()) {
            calls.add(post(alertmanager, below(server, "api/v2/alerts"), headers, body));
        }
        return calls;
    }

    private List<Line> told() {
        return draft.notice().message().lines().stream()
                .filter(line -> line.reason() != Reason.HEALED)
                .toList();
    }

    private static Call post(Channel channel, URI uri, Map<String, String> headers, String body) {
        return new Call(name(channel, uri), "POST", uri, headers, body);
    }

    /** The host alone: what follows may be a secret. */
    private static String name(Channel channel, URI uri) {
        return channel.word() + " (" + Addresses.host(uri) + ")";
    }

    private static URI below(URI server, String path) throws Unsendable {
        String base = Addresses.http(server).toString();
        try {
            return new URI(base + (base.endsWith("/") ? "" : "/") + path);
        } catch (URISyntaxException _) {
            throw Unsendable.ever("its address cannot be made longer by a path");
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private static String ascii(String text) {
        return text.chars().allMatch(Calls::isOfToken) ? text : segment(text);
    }

    private static boolean isOfToken(int character) {
        return character > ' ' && character < 0x7f;
    }

    private static String dedup(String host, String key) {
        String whole = host + "/" + key;
        return whole.length() <= LONGEST_DEDUP ? whole : MailText.digest(whole);
    }

    private String bearer(Secret secret) throws Unsendable {
        return "Bearer " + token(secret);
    }

    private String token(Secret secret) throws Unsendable {
        String token = addresses.text(secret);
        if (token.isEmpty() || !token.chars().allMatch(Calls::isOfToken)) {
            throw Unsendable.until(
                    "the secret " + secret.place() + " is no token: it is empty, or holds what no token can");
        }
        return token;
    }

    /** HMAC-SHA256 (RFC 2104), in hexadecimal. */
    private static String signature(byte[] key, String body) throws Unsendable {
        if (key.length == 0) {
            throw Unsendable.until("the secret that signs is empty");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", impossible);
        }
    }
}
