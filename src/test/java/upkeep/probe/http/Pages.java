package upkeep.probe.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.Endpoint;
import upkeep.target.HttpCall;
import upkeep.target.HttpLogin;
import upkeep.target.HttpTarget;
import upkeep.target.HttpVersion;
import upkeep.target.HttpWanted;
import upkeep.target.JsonTest;
import upkeep.target.StatusRange;
import upkeep.target.TlsOptions;

/** HTTP targets for tests, changed one property at a time. */
public record Pages(HttpCall call, HttpWanted wanted) {

    private static final TlsOptions VERIFIED = new TlsOptions(TlsOptions.Start.AT_ONCE, true, Optional.empty());

    public static Pages at(String url) {
        HttpCall call = new HttpCall(
                URI.create(url),
                Optional.empty(),
                Endpoint.Family.ANY,
                Optional.empty(),
                VERIFIED,
                HttpVersion.HTTP_1_1,
                "GET",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                0);
        return new Pages(call, HttpWanted.status(List.of(new StatusRange(200, 299))));
    }

    public HttpTarget target() {
        return new HttpTarget(call, wanted);
    }

    Pages socket(String path) {
        return new Pages(
                new HttpCall(
                        call.url(),
                        Optional.of(path),
                        call.family(),
                        call.source(),
                        call.tls(),
                        call.version(),
                        call.method(),
                        call.headers(),
                        call.body(),
                        call.login(),
                        call.redirects()),
                wanted);
    }

    Pages version(HttpVersion version) {
        return new Pages(
                new HttpCall(
                        call.url(),
                        call.socket(),
                        call.family(),
                        call.source(),
                        call.tls(),
                        version,
                        call.method(),
                        call.headers(),
                        call.body(),
                        call.login(),
                        call.redirects()),
                wanted);
    }

    private Pages asked(
            TlsOptions tls,
            String method,
            Map<String, String> headers,
            Optional<HttpCall.Body> body,
            Optional<HttpLogin> login,
            int redirects) {
        return new Pages(
                new HttpCall(
                        call.url(),
                        call.socket(),
                        call.family(),
                        call.source(),
                        tls,
                        call.version(),
                        method,
                        headers,
                        body,
                        login,
                        redirects),
                wanted);
    }

    Pages method(String method) {
        return asked(call.tls(), method, call.headers(), call.body(), call.login(), call.redirects());
    }

    Pages headers(Map<String, String> headers) {
        return asked(call.tls(), call.method(), headers, call.body(), call.login(), call.redirects());
    }

    Pages body(HttpCall.Body body) {
        return asked(call.tls(), call.method(), call.headers(), Optional.of(body), call.login(), call.redirects());
    }

    Pages login(HttpLogin login) {
        return asked(call.tls(), call.method(), call.headers(), call.body(), Optional.of(login), call.redirects());
    }

    Pages redirects(int redirects) {
        return asked(call.tls(), call.method(), call.headers(), call.body(), call.login(), redirects);
    }

    Pages tls(TlsOptions tls) {
        return asked(tls, call.method(), call.headers(), call.body(), call.login(), call.redirects());
    }

    public Pages unverified() {
        return tls(new TlsOptions(TlsOptions.Start.AT_ONCE, false, Optional.empty()));
    }

    private Pages wanting(
            List<StatusRange> status,
            Map<String, String> headers,
            Optional<String> contains,
            Optional<String> lacks,
            Optional<String> matches,
            List<JsonTest> json,
            Optional<String> sha256,
            Optional<TimeSpan> maxLatency) {
        return new Pages(call, new HttpWanted(status, headers, contains, lacks, matches, json, sha256, maxLatency));
    }

    Pages status(int first, int last) {
        return wanting(
                List.of(new StatusRange(first, last)),
                wanted.headers(),
                wanted.contains(),
                wanted.lacks(),
                wanted.matches(),
                wanted.json(),
                wanted.sha256(),
                wanted.maxLatency());
    }

    Pages expecting(Map<String, String> headers) {
        return wanting(
                wanted.status(),
                headers,
                wanted.contains(),
                wanted.lacks(),
                wanted.matches(),
                wanted.json(),
                wanted.sha256(),
                wanted.maxLatency());
    }

    public Pages contains(String text) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                Optional.of(text),
                wanted.lacks(),
                wanted.matches(),
                wanted.json(),
                wanted.sha256(),
                wanted.maxLatency());
    }

    Pages lacks(String text) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                wanted.contains(),
                Optional.of(text),
                wanted.matches(),
                wanted.json(),
                wanted.sha256(),
                wanted.maxLatency());
    }

    Pages matches(String pattern) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                wanted.contains(),
                wanted.lacks(),
                Optional.of(pattern),
                wanted.json(),
                wanted.sha256(),
                wanted.maxLatency());
    }

    Pages json(JsonTest... tests) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                wanted.contains(),
                wanted.lacks(),
                wanted.matches(),
                List.of(tests),
                wanted.sha256(),
                wanted.maxLatency());
    }

    Pages sha256(String digits) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                wanted.contains(),
                wanted.lacks(),
                wanted.matches(),
                wanted.json(),
                Optional.of(digits),
                wanted.maxLatency());
    }

    Pages within(TimeSpan latency) {
        return wanting(
                wanted.status(),
                wanted.headers(),
                wanted.contains(),
                wanted.lacks(),
                wanted.matches(),
                wanted.json(),
                wanted.sha256(),
                Optional.of(latency));
    }
}
