package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import upkeep.base.Exposure;
import upkeep.base.Nearest;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Hardening.Network;
import upkeep.spec.Hardening.RuntimeKind;

/** What a service shall not be able to do. */
final class HardeningKeys {

    private static final Kind<Permission> PERMISSION = Kind.word(List.of(Permission.values()));

    /** They are too many to be listed in a message. */
    private static final Kind<Permission> WORD = new Kind<>(
            PERMISSION.parse(),
            text -> "nothing is allowed by that word",
            text -> Nearest.to(text, meanings().keySet())
                    .map(word -> "did you mean " + Quoted.text(word) + "?")
                    .orElse("upkeep explain hardening.allow has the words"),
            PERMISSION.show(),
            new Shape.Glossary("word of `allow`", "words", meanings()));

    private static final Kind<String> WRITABLE_PATH = Kinds.PATH
            .where(
                    path -> !path.matches("/+"),
                    "nothing of the system would be protected",
                    "name the directories that it writes to, or take a lower level")
            .where(
                    path -> !path.matches(".*/\\.\\.?(/.*)?"),
                    "systemd takes no path with . or .. in it",
                    "write the path without them");

    private static final Kind<Exposure> EXPOSURE = Kind.of(
                    "an exposure from 0.0 to 10.0",
                    "write a number as systemd-analyze security does, such as 2.5",
                    Exposure::parse)
            .called("`0.0` to `10.0`", "exposures")
            .matching("^([0-9](\\.[0-9])?|10(\\.0)?)$");

    static final Key<Value<Level>> LEVEL = Key.value("level", Kind.word(List.of(Level.values())))
            .need()
            .means("how much is taken from the service; each level takes what those before it do, and more");
    static final Key<Usual<RuntimeKind>> RUNTIME = Key.usual(
                    "runtime", Kind.word(List.of(RuntimeKind.values())), Defaults.RUNTIME)
            .means("`jit` for programs that make code while they run, as Java and Node do: they cannot start otherwise"
                    + " under `paranoid`");
    static final Key<Usual<Network>> NETWORK = Key.usual(
                    "network", Kind.word(List.of(Network.values())), Defaults.NETWORK)
            .means("whom it may talk to: anybody, this machine, or nobody, for which it gets a network of its own; not"
                    + " with `port` then");
    static final Key<Values<String>> WRITABLE =
            Key.values("writable", WRITABLE_PATH).means("what it writes to beside its `directories`; they must exist");
    static final Key<Values<Permission>> ALLOW =
            Key.values("allow", WORD).means("what the application does that the level would take from it");
    static final Key<Value<Exposure>> CEILING = Key.value("ceiling", EXPOSURE)
            .means("the exposure of `systemd-analyze security` that `plan` and `apply` refuse to exceed");

    static final Key<Brief> HARDENING = Key.brief(
                    "hardening", Vocabulary.of("hardening", LEVEL, RUNTIME, NETWORK, WRITABLE, ALLOW, CEILING), LEVEL)
            .means("what it shall not be able to do");

    private HardeningKeys() {}

    private static SequencedMap<String, String> meanings() {
        SequencedMap<String, String> meanings = new LinkedHashMap<>();
        for (Permission permission : Permission.values()) {
            meanings.put(PERMISSION.show().apply(permission), permission.meaning());
        }
        return meanings;
    }
}
