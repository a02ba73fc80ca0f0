package upkeep.spec;

import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** How many there are of a service, and how a changed one comes to run. */
final class RolloutKeys {

    /** More than any machine has a use for, and few enough that nothing is slow for them. */
    private static final int MOST_INSTANCES = 100;

    private static final Kind<String> FILE = Kinds.PATH.where(
            path -> path.matches("/[A-Za-z0-9_.@+/-]+") && !path.endsWith("/") && !path.contains("/../"),
            "it must be the path of a file, of letters, digits and _.@+-",
            "write such as /etc/nginx/conf.d/web.conf");

    static final Key<Value<Integer>> INSTANCES = Key.value("instances", Kind.whole(1, MOST_INSTANCES))
            .means("how many there are of it, [each a unit of its own](#instances): `NAME@1.service` and so on");

    static final Key<Usual<TimeSpan>> VERIFY =
            Key.usual("verify", Kinds.FINITE, Defaults.VERIFY).means("how long all probes must hold after the restart");
    static final Key<Usual<Boolean>> ROLLBACK = Key.usual("rollback", Kinds.YES_OR_NO, Defaults.ROLLBACK)
            .means("whether the earlier version is put back if they do not");
    static final Key<Usual<Integer>> MAX_UNAVAILABLE = Key.usual(
                    "max-unavailable", Kind.whole(1, MOST_INSTANCES), Defaults.MAX_UNAVAILABLE)
            .means("how many instances may be out of service at once; fewer than there are, unless there is one");

    static final Key<Form.Map> UPDATE = Key.map("update", Vocabulary.of("update", VERIFY, ROLLBACK, MAX_UNAVAILABLE))
            .otherwise("with `instances` as if it were `{}`; else none")
            .means("how a changed unit is [verified](#update) when it is applied");

    static final Key<Items<Brief>> PRE_CHECK = CommandKeys.several("pre-check")
            .means("each must succeed before the service is reloaded or restarted, [by whomever](#pre-check)");

    static final Key<Value<String>> NGINX =
            Key.value("nginx", FILE).means("the file that gets the `upstream`, which has the service's name");
    static final Key<Value<String>> HAPROXY =
            Key.value("haproxy", FILE).means("the file that gets the `backend`, which has the service's name");
    static final Key<Usual<TimeSpan>> DRAIN = Key.usual("drain", Kinds.FINITE, Defaults.DRAIN)
            .means("how long requests that are under way may take at most before an instance is restarted");

    static final Key<Form.Map> PROXY = Key.map("proxy", Vocabulary.of("proxy", NGINX, HAPROXY, DRAIN))
            .means("files by which a [reverse proxy](#proxy) knows the instances that are ready");

    private RolloutKeys() {}
}
