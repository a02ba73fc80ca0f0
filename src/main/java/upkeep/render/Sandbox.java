package upkeep.render;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upkeep.base.SourcePos;
import upkeep.spec.Execution;
import upkeep.spec.Hardening;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Permission;
import upkeep.spec.Service;
import upkeep.spec.SetDirective;
import upkeep.unit.Directives;

/**
 * What one service is denied under its {@code hardening}, protection by protection, and why it is spared the others.
 *
 * @param rulings one for each protection that there is, in the order in which directives are written
 * @param ambient capabilities that it is given because it does not run as root
 * @param writable what it may write to although the system is read-only to it
 */
public record Sandbox(List<Ruling> rulings, List<String> ambient, List<String> writable) {

    /**
     * From this systemd on, filters of system calls go without NoNewPrivileges= for all users; and whoever has a User=,
     * root included, then loses CAP_SETUID unless it is ambient.
     */
    private static final int FILTERS_ALONE = 255;

    private static final String SERVICE = "Service";
    private static final String CAP_SETUID = "CAP_SETUID";
    private static final int FIRST_FREE_PORT = 1024;
    private static final Pattern HOME = Pattern.compile("/+(home|root|run/+user)(/.*)?");
    private static final Pattern TMP = Pattern.compile("/+(var/+)?tmp(/.*)?");

    public Sandbox {
        rulings = List.copyOf(rulings);
        ambient = List.copyOf(ambient);
        writable = List.copyOf(writable);
    }

    /**
     * What was decided of one protection.
     *
     * @param directive its name in the unit's [Service]
     * @param denies what it is that the service cannot do then: "read the kernel's log"
     */
    public record Ruling(String directive, String denies, Verdict verdict) {}

    /** Whether a protection is in force, and why not. */
    public sealed interface Verdict {

        /**
         * It is.
         *
         * @param values as written, one a line
         * @param held why it is not what the level would make of it
         */
        record InForce(List<String> values, Optional<String> held) implements Verdict {
            public InForce {
                values = List.copyOf(values);
            }
        }

        /** A higher level has it. */
        record Higher(Level from) implements Verdict {}

        /** The spec allows what it would deny. */
        record Allowed(Permission permission) implements Verdict {}

        /** Something about the service speaks against it. */
        record Unfit(String why) implements Verdict {}

        /**
         * The spec says it itself, which wins.
         *
         * @param by where: {@code unit} or a key of its own
         */
        record Written(String by, List<String> values, SourcePos position) implements Verdict {
            public Written {
                values = List.copyOf(values);
            }
        }

        /** The reason why it is not in force, or not as strong as the level says; nothing if all is as it should be. */
        default Optional<String> reason() {
            return switch (this) {
                case InForce inForce -> inForce.held();
                case Higher higher -> Optional.of("only from level " + word(higher.from()) + " on");
                case Allowed allowed -> Optional.of("allow says " + word(allowed.permission()));
                case Unfit unfit -> Optional.of(unfit.why());
                case Written written ->
                    Optional.of(written.by() + ": says " + String.join(", ", written.values()) + " at "
                            + written.position());
            };
        }
    }

    /** What directives that list what is left are made from. */
    record Need(Set<Permission> permissions, Hardening.Network network) {}

    /** The sandbox of a service for that systemd; everything is spared where nothing is said of hardening. */
    public static Sandbox of(Service service, int systemdVersion) {
        return service.hardening()
                .map(hardening -> of(service, hardening, systemdVersion))
                .orElseGet(() -> without(service));
    }

    private static Sandbox without(Service service) {
        Map<String, Verdict> written = written(service);
        List<Ruling> rulings = new ArrayList<>();
        for (Protection protection : Protections.TABLE) {
            Verdict verdict = written.getOrDefault(protection.key(), new Verdict.Higher(protection.first()));
            rulings.add(new Ruling(protection.key(), protection.denies(), verdict));
        }
        return new Sandbox(rulings, List.of(), List.of());
    }

    /** The directives of [Service] by which hardening is done, and those of whom the service runs as. */
    public static Stream<String> directives() {
        return Stream.concat(
                Protections.TABLE.stream()
                        .flatMap(protection ->
                                Stream.concat(Stream.of(protection.key()), protection.companions().keySet().stream())),
                Stream.of("AmbientCapabilities", "ReadWritePaths", "User", "Group", "DynamicUser"));
    }

    private static Sandbox of(Service service, Hardening hardening, int systemdVersion) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(hardening.allow());
        service.port()
                .filter(port -> port < FIRST_FREE_PORT)
                .ifPresent(port -> permissions.add(Permission.BIND_LOW_PORT));
        Need need = new Need(permissions, hardening.network());
        Set<Circumstance> met = circumstances(service, hardening, need, systemdVersion);
        Map<String, Verdict> written = written(service);
        List<Ruling> rulings = new ArrayList<>();
        for (Protection protection : Protections.TABLE) {
            Verdict verdict = written.containsKey(protection.key())
                    ? written.get(protection.key())
                    : judge(protection, hardening.level(), need, met, systemdVersion);
            rulings.add(new Ruling(protection.key(), protection.denies(), verdict));
        }
        if (hardening.level() == Level.NONE) {
            return new Sandbox(rulings, List.of(), List.of());
        }
        List<String> ambient = service.execution()
                .filter(_ -> !written.containsKey("AmbientCapabilities"))
                .map(Execution::identity)
                .map(identity -> ambient(identity, need, rulings, systemdVersion))
                // An adopted unit says itself as which user it runs, and has its own way to what that user lacks.
                .orElse(List.of());
        return new Sandbox(rulings, ambient, hardening.writable());
    }

    private static List<String> ambient(
            Execution.Identity identity, Need need, List<Ruling> rulings, int systemdVersion) {
        if (!isRoot(identity)) {
            return Grant.capabilities(need.permissions());
        }
        boolean keeps = rulings.stream()
                .filter(ruling -> ruling.directive().equals("CapabilityBoundingSet"))
                .map(Ruling::verdict)
                .noneMatch(verdict -> verdict instanceof Verdict.InForce
                        && !Grant.capabilities(need.permissions()).contains(CAP_SETUID));
        return keeps && systemdVersion >= FILTERS_ALONE ? List.of(CAP_SETUID) : List.of();
    }

    /** What the spec says of directives of [Service] itself: under {@code unit}, else by keys of its own, where lists add up. */
    private static Map<String, Verdict> written(Service service) {
        Map<String, Verdict> written = new HashMap<>();
        for (SetDirective directive : service.set()) {
            if (directive.section().equals(SERVICE)
                    && Directives.find(SERVICE, directive.key())
                            .filter(known -> !known.isList())
                            .isPresent()) {
                written.putIfAbsent(
                        directive.key(),
                        new Verdict.Written(directive.setting(), List.of(directive.text()), directive.position()));
            }
        }
        Map<String, List<Service.Directive>> passed = new HashMap<>();
        for (Service.Directive directive : service.directives()) {
            if (directive.section().equals(SERVICE)) {
                passed.computeIfAbsent(directive.key(), _ -> new ArrayList<>()).add(directive);
            }
        }
        passed.forEach((key, all) -> written.put(
                key,
                new Verdict.Written(
                        "unit",
                        all.stream().map(Service.Directive::value).toList(),
                        all.getFirst().position())));
        return written;
    }

    private static Verdict judge(
            Protection protection, Level level, Need need, Set<Circumstance> met, int systemdVersion) {
        if (level.compareTo(protection.first()) < 0) {
            return new Verdict.Higher(protection.first());
        }
        if (Directives.since(SERVICE, protection.key()).orElse(Integer.MAX_VALUE) > systemdVersion) {
            return new Verdict.Unfit("systemd " + systemdVersion + " does not know it");
        }
        Optional<Permission> allowed = protection.permissions().stream()
                .filter(need.permissions()::contains)
                .findFirst();
        if (allowed.isPresent()) {
            return new Verdict.Allowed(allowed.get());
        }
        Level held = level;
        Optional<String> why = Optional.empty();
        for (var limit : protection.circumstances().entrySet()) {
            if (met.contains(limit.getKey()) && limit.getValue().compareTo(held) < 0) {
                held = limit.getValue();
                why = Optional.of(limit.getKey().text());
            }
        }
        Optional<Protection.Step> step = step(protection, held);
        return step.isEmpty()
                ? new Verdict.Unfit(why.orElseThrow())
                : new Verdict.InForce(
                        step.get().values().apply(need), step.equals(step(protection, level)) ? Optional.empty() : why);
    }

    private static Optional<Protection.Step> step(Protection protection, Level level) {
        Protection.@Nullable Step last = null;
        for (Protection.Step step : protection.steps()) {
            last = level.compareTo(step.from()) >= 0 ? step : last;
        }
        return Optional.ofNullable(last);
    }

    private static Set<Circumstance> circumstances(
            Service service, Hardening hardening, Need need, int systemdVersion) {
        Set<Circumstance> met = EnumSet.noneOf(Circumstance.class);
        if (hardening.runtime() == Hardening.RuntimeKind.JIT) {
            met.add(Circumstance.JUST_IN_TIME);
        }
        switch (hardening.network()) {
            case ANY -> met.addAll(EnumSet.of(Circumstance.TALKS_TO_OTHERS, Circumstance.USES_THE_NETWORK));
            case LOCAL -> met.add(Circumstance.USES_THE_NETWORK);
            case NONE -> {}
        }
        if (!Grant.capabilities(need.permissions()).isEmpty()) {
            met.add(Circumstance.KEEPS_CAPABILITIES);
        }
        if (paths(service, hardening).anyMatch(path -> HOME.matcher(path).matches())) {
            met.add(Circumstance.LIES_IN_HOME);
        }
        if (paths(service, hardening).anyMatch(path -> TMP.matcher(path).matches())) {
            met.add(Circumstance.LIES_IN_TMP);
        }
        boolean isSurelyRoot = service.execution()
                .map(Execution::identity)
                .filter(Sandbox::isRoot)
                .isPresent();
        if (need.permissions().contains(Permission.SETUID_PROGRAMS)
                && systemdVersion < FILTERS_ALONE
                && !isSurelyRoot) {
            met.add(Circumstance.IMPLIES_NO_NEW_PRIVILEGES);
        }
        return met;
    }

    private static boolean isRoot(Execution.Identity identity) {
        return switch (identity) {
            case Execution.Identity.Named named -> named.user().equals("root");
            case Execution.Identity.Dynamic _ -> false;
        };
    }

    /** What the service is known to reach: its programs and arguments, where it runs, what it reads and writes. */
    private static Stream<String> paths(Service service, Hardening hardening) {
        Stream<String> own = service.execution().stream().flatMap(Sandbox::paths);
        Stream<String> more =
                SetDirective.programs(service.set()).stream().flatMap(command -> command.arguments().stream());
        return Stream.of(hardening.writable().stream(), own, more).flatMap(paths -> paths);
    }

    private static Stream<String> paths(Execution execution) {
        return Stream.of(
                        commands(execution).flatMap(command -> command.arguments().stream()),
                        execution.directory().stream(),
                        execution.pidFile().stream())
                .flatMap(paths -> paths);
    }

    private static Stream<Execution.Command> commands(Execution execution) {
        return Stream.of(
                        execution.exec().stream(),
                        execution.beforeStart().stream(),
                        execution.stop().command().stream())
                .flatMap(commands -> commands);
    }

    /** A word of the spec. */
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
