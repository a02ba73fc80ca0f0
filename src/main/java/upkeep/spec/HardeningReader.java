package upkeep.spec;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Exposure;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Hardening.Network;

/** Reads what a service shall not be able to do. */
final class HardeningReader {

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
        if (!fields.has(HardeningKeys.HARDENING)) {
            return Optional.empty();
        }
        boolean isShort = fields.entry(HardeningKeys.HARDENING)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields hardening = isShort
                ? fields.only(HardeningKeys.HARDENING, HardeningKeys.LEVEL)
                : fields.map(HardeningKeys.HARDENING);
        Optional<Level> level = hardening.read(HardeningKeys.LEVEL);
        if (hardening.lacks(HardeningKeys.LEVEL)) {
            report.error(
                    fields.at(HardeningKeys.HARDENING),
                    "cannot harden " + name + ": level is missing",
                    "write level: strict, or one of none, baseline and paranoid");
        }
        Hardening.RuntimeKind runtime = hardening.get(HardeningKeys.RUNTIME);
        Network network = hardening.get(HardeningKeys.NETWORK);
        if (network == Network.NONE && fields.has(ServiceKeys.PORT)) {
            report.error(
                    hardening.at(HardeningKeys.NETWORK),
                    "cannot use network none with port: nobody could reach it there",
                    "write network: local if only this machine shall");
        }
        List<Located<String>> writable = hardening.list(HardeningKeys.WRITABLE);
        List<Located<Permission>> allow = hardening.list(HardeningKeys.ALLOW);
        if (execution
                .filter(it -> it.identity() instanceof Execution.Identity.Dynamic)
                .isPresent()) {
            allow.forEach(this::refuseWithDynamicUser);
        }
        Optional<Exposure> ceiling = hardening.read(HardeningKeys.CEILING);
        return Optional.of(new Hardening(
                level.orElse(Level.NONE), runtime, network, values(writable), Set.copyOf(values(allow)), ceiling));
    }

    private void refuseWithDynamicUser(Located<Permission> allowed) {
        if (NEVER_DYNAMIC.contains(allowed.value())) {
            report.error(
                    allowed.position(),
                    "cannot allow "
                            + HardeningKeys.ALLOW.form().kind().show().apply(allowed.value())
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
