package upkeep.spec;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Exposure;
import upkeep.base.Nearest;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Hardening.Network;

/** Reads what a service shall not be able to do. */
final class HardeningReader {

    private static final Kind<Level> LEVEL = Kind.word(List.of(Level.values()));
    private static final Kind<Hardening.RuntimeKind> RUNTIME = Kind.word(List.of(Hardening.RuntimeKind.values()));
    private static final Kind<Network> NETWORK = Kind.word(List.of(Network.values()));
    private static final Kind<Permission> PERMISSION = Kind.word(List.of(Permission.values()));

    /** They are too many to be listed in a message. */
    private static final Kind<Permission> ALLOW = new Kind<>(
            PERMISSION.parse(),
            text -> "nothing is allowed by that word",
            text -> Nearest.to(
                            text,
                            List.of(Permission.values()).stream()
                                    .map(PERMISSION.show())
                                    .toList())
                    .map(word -> "did you mean " + Quoted.text(word) + "?")
                    .orElse("upkeep.yaml(5) has the words, at hardening"),
            PERMISSION.show());

    private static final Kind<String> WRITABLE = Kinds.PATH
            .where(
                    path -> !path.matches("/+"),
                    "nothing of the system would be protected",
                    "name the directories that it writes to, or take a lower level")
            .where(
                    path -> !path.matches(".*/\\.\\.?(/.*)?"),
                    "systemd takes no path with . or .. in it",
                    "write the path without them");

    private static final Kind<Exposure> CEILING = Kind.of(
            "an exposure from 0.0 to 10.0",
            "write a number as systemd-analyze security does, such as 2.5",
            Exposure::parse);

    /** What systemd takes from every service with a dynamic user, whatever else is written. */
    private static final Set<Permission> NEVER_DYNAMIC =
            EnumSet.of(Permission.SETUID_PROGRAMS, Permission.SETUID_FILES, Permission.SHARED_TMP);

    private final String name;
    private final Fields fields;
    private final Report report;

    HardeningReader(String name, Fields fields) {
        this.name = name;
        this.fields = fields;
        this.report = fields.report();
    }

    /** The hardening of a service that is run like that, as far as it is we who say so; nothing if none is written. */
    Optional<Hardening> read(Optional<Execution> execution) {
        if (!fields.has("hardening")) {
            return Optional.empty();
        }
        boolean isShort = fields.entry("hardening")
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields hardening =
                isShort ? fields.only("hardening", "level", Words.HARDENING) : fields.map("hardening", Words.HARDENING);
        Optional<Level> level = hardening.read("level", LEVEL);
        if (hardening.lacks("level")) {
            report.error(
                    fields.at("hardening"),
                    "cannot harden " + name + ": level is missing",
                    "write level: strict, or one of none, baseline and paranoid");
        }
        Hardening.RuntimeKind runtime = hardening.read("runtime", RUNTIME, Defaults.RUNTIME);
        Network network = hardening.read("network", NETWORK, Defaults.NETWORK);
        if (network == Network.NONE && fields.has("port")) {
            report.error(
                    hardening.at("network"),
                    "cannot use network none with port: nobody could reach it there",
                    "write network: local if only this machine shall");
        }
        List<Located<String>> writable = hardening.list("writable", WRITABLE);
        List<Located<Permission>> allow = hardening.list("allow", ALLOW);
        if (execution
                .filter(it -> it.identity() instanceof Execution.Identity.Dynamic)
                .isPresent()) {
            allow.forEach(this::refuseWithDynamicUser);
        }
        Optional<Exposure> ceiling = hardening.read("ceiling", CEILING);
        return Optional.of(new Hardening(
                level.orElse(Level.NONE), runtime, network, values(writable), Set.copyOf(values(allow)), ceiling));
    }

    private void refuseWithDynamicUser(Located<Permission> allowed) {
        if (NEVER_DYNAMIC.contains(allowed.value())) {
            report.error(
                    allowed.position(),
                    "cannot allow " + ALLOW.show().apply(allowed.value())
                            + " with dynamic-user: systemd forbids it to every such service",
                    "write user: NAME instead");
        }
    }

    private static <T> List<T> values(List<Located<T>> located) {
        List<T> values = new ArrayList<>();
        located.forEach(each -> {
            if (!values.contains(each.value())) {
                values.add(each.value());
            }
        });
        return values;
    }
}
