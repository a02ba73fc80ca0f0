package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import upkeep.target.DirectoryTarget;
import upkeep.target.Endpoint;
import upkeep.target.FifoTarget;
import upkeep.target.FileTarget;
import upkeep.target.FilesystemTarget;
import upkeep.target.HeartbeatTarget;
import upkeep.target.NagiosTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;
import upkeep.target.ProtocolTarget;
import upkeep.target.RaidTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SystemTarget;
import upkeep.target.Target;
import upkeep.target.TimerTarget;
import upkeep.target.TlsOptions;
import upkeep.target.UnitTarget;

/**
 * What is tested against real servers in the lab, by {@code ProtocolsLabTest}: no protocol and no kind of check that goes over a
 * network is left out, and none of the ways to speak a protocol, unless it is said here why.
 */
class CheckedServersTest {

    private static final Path CHECKS = Path.of("src", "lab", "servers", "checks");

    /** These look at the machine itself. */
    private static final Set<Class<? extends Target>> LOCAL = Set.of(
            DirectoryTarget.class,
            FifoTarget.class,
            FileTarget.class,
            FilesystemTarget.class,
            NagiosTarget.class,
            NetworkTarget.class,
            ProcessTarget.class,
            ProgramTarget.class,
            RaidTarget.class,
            SocketsTarget.class,
            SystemTarget.class,
            HeartbeatTarget.class,
            TimerTarget.class,
            UnitTarget.class);

    /** There is no server in Debian, and what stands in for one knows no login. */
    private static final Set<Protocol> NO_SERVER_WITH_LOGIN = Set.of(Protocol.MONGODB);

    /** Dovecot's LMTP, and every other in Debian, lets nobody log in. */
    private static final Set<Protocol> NOBODY_LOGS_IN = Set.of(Protocol.LMTP);

    /** An echo request is answered by the kernel: there is no server that could be ill. */
    private static final Set<String> NEVER_ILL = Set.of("ping");

    private static List<Target> targets(String file) {
        String text = SpecFiles.text(CHECKS.resolve(file))
                .replace("FINGERPRINT", "A".repeat(43))
                .replace("TLS-PORT", "7011")
                .replace("PORT", "7001")
                .replace("SOCKET", "/run/lab-sick/silent");
        return SpecFiles.plan(text).checks().values().stream()
                .map(Check::target)
                .toList();
    }

    private static Stream<ProtocolTarget> protocols(String file) {
        return targets(file).stream().filter(ProtocolTarget.class::isInstance).map(ProtocolTarget.class::cast);
    }

    private static Set<Protocol> spoken(String file, Predicate<ProtocolTarget> how) {
        return protocols(file).filter(how).map(ProtocolTarget::protocol).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Protocol> with(Feature feature) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.has(feature))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean begins(ProtocolTarget target, TlsOptions.Start start) {
        return target.tls().filter(tls -> tls.start() == start).isPresent();
    }

    @Test
    void everyKindThatGoesOverANetworkIsTestedWellAndIll() {
        Set<Class<?>> kinds = Arrays.stream(Target.class.getPermittedSubclasses())
                .filter(kind -> !LOCAL.contains(kind))
                .collect(Collectors.toSet());
        assertEquals(kinds, targets("well.yaml").stream().map(Object::getClass).collect(Collectors.toSet()));
        Set<String> ill =
                targets("sick.yaml").stream().map(Target::kind).collect(Collectors.toCollection(TreeSet::new));
        ill.addAll(NEVER_ILL);
        assertEquals(
                targets("well.yaml").stream().map(Target::kind).collect(Collectors.toCollection(TreeSet::new)), ill);
    }

    @Test
    void everyProtocolIsTestedInEveryWayThatItIsSpoken() {
        assertEquals(new TreeSet<>(List.of(Protocol.values())), spoken("well.yaml", target -> true));
        assertEquals(with(Feature.TLS), spoken("well.yaml", target -> begins(target, TlsOptions.Start.AT_ONCE)));
        assertEquals(with(Feature.STARTTLS), spoken("well.yaml", target -> begins(target, TlsOptions.Start.STARTTLS)));
        assertEquals(with(Feature.TLS), spoken("sick.yaml", target -> begins(target, TlsOptions.Start.AT_ONCE)));
        assertEquals(
                new TreeSet<>(List.of(Protocol.values())),
                spoken("sick.yaml", target -> target.tls().isEmpty()));
    }

    @Test
    void everyLoginIsTestedWithTheRightAndTheWrongPassword() {
        Set<Protocol> logins = with(Feature.LOGIN);
        logins.removeAll(NO_SERVER_WITH_LOGIN);
        logins.removeAll(NOBODY_LOGS_IN);
        assertEquals(logins, spoken("well.yaml", target -> target.login().isPresent()));
        assertEquals(logins, spoken("wrong.yaml", target -> target.login().isPresent()));
    }

    @Test
    void everyServerIsOnThisMachine() {
        for (String file : List.of("well.yaml", "wrong.yaml", "sick.yaml")) {
            protocols(file)
                    .map(ProtocolTarget::endpoint)
                    .filter(Endpoint.Port.class::isInstance)
                    .forEach(endpoint -> assertEquals("127.0.0.1", ((Endpoint.Port) endpoint).host()));
        }
    }
}
