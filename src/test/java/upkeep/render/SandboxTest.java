package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import upkeep.render.Sandbox.Verdict;
import upkeep.spec.Hardening.Level;
import upkeep.spec.Permission;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.unit.Directives;
import upkeep.unit.UnitFile;

/** What each level, permission and circumstance makes of a service, and that the reason for each omission is known. */
class SandboxTest {

    private static Service service(String keys) {
        return plan(keys).services().values().iterator().next();
    }

    private static Plan plan(String keys) {
        return Plans.parse("services: {web: {" + keys + "}}");
    }

    private static String own(String hardening) {
        return "exec: [/usr/bin/web], user: web, hardening: " + hardening;
    }

    private static Map<String, Verdict> verdicts(String keys, int systemdVersion) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Sandbox.of(service(keys), systemdVersion)
                .rulings()
                .forEach(ruling -> verdicts.put(ruling.directive(), ruling.verdict()));
        return verdicts;
    }

    private static Set<String> set(String keys, int systemdVersion) {
        return verdicts(keys, systemdVersion).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Verdict.InForce)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Verdict verdict(String keys, String directive) {
        return Optional.ofNullable(verdicts(keys, 257).get(directive)).orElseThrow();
    }

    private static Verdict.InForce is(String... values) {
        return new Verdict.InForce(List.of(values), Optional.empty());
    }

    /** The values of a directive in the rendered unit. */
    private static List<String> rendered(String keys, String directive) {
        return file(keys, 252).assignments().stream()
                .filter(line -> line.key().equals(directive))
                .map(UnitFile.Assignment::value)
                .toList();
    }

    private static UnitFile file(String keys, int systemdVersion) {
        Plan plan = plan(keys);
        UnitTree tree = new Renderer().render(plan, systemdVersion).value().orElseThrow();
        String path = Renderer.path(plan.services().values().iterator().next());
        return UnitFile.parse(path, Plans.file(tree, path).content()).value().orElseThrow();
    }

    @Test
    void withoutHardeningNothingIsWritten() {
        Set<String> ours = Sandbox.directives().collect(Collectors.toSet());
        ours.removeAll(Set.of("User", "Group", "DynamicUser"));
        for (String keys : List.of(
                "exec: [/usr/bin/web], user: web, port: 80", own("{level: none, allow: realtime, writable: /srv}"))) {
            assertEquals(
                    List.of(),
                    file(keys, 257).assignments().stream()
                            .filter(line -> ours.contains(line.key()))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"252", "257"})
    void eachLevelHasAllOfTheOneBefore(int systemdVersion) {
        Set<String> before = Set.of();
        for (Level level : Level.values()) {
            Set<String> now = set(own(level.name().toLowerCase(Locale.ROOT)), systemdVersion);
            assertTrue(now.containsAll(before), level + ": " + now);
            assertTrue(level == Level.NONE || now.size() > before.size(), level::toString);
            before = now;
        }
    }

    @Test
    void paranoidLeavesOutOnlyWhatTheSpecWouldHaveToSay() {
        Map<String, Verdict> verdicts = verdicts(own("paranoid"), 257);
        verdicts.values().removeIf(Verdict.InForce.class::isInstance);
        assertEquals(Set.of("IPAddressDeny", "PrivateNetwork"), verdicts.keySet());
    }

    /** A permission that takes nothing away and gives nothing would be a word that does nothing. */
    @ParameterizedTest
    @EnumSource(Permission.class)
    void everyPermissionChangesSomething(Permission permission) {
        String word = permission.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String without = "exec: [/usr/bin/web], user: root, hardening: paranoid";
        String with = "exec: [/usr/bin/web], user: root, hardening: {level: paranoid, allow: " + word + "}";
        assertFalse(verdicts(without, 257).equals(verdicts(with, 257)), word);
        verdicts(with, 257).forEach((directive, verdict) -> {
            if (verdict instanceof Verdict.Allowed) {
                assertEquals(Optional.of("allow says " + word), verdict.reason(), directive);
            }
        });
    }

    @Test
    void everyOmissionHasItsReason() {
        for (String hardening : List.of(
                "none",
                "baseline",
                "strict",
                "{level: paranoid, runtime: jit, allow: [setuid-programs, devices, clock], writable: [/home/web, /tmp/web]}")) {
            for (int version : List.of(252, 257)) {
                verdicts(own(hardening), version)
                        .forEach((directive, verdict) -> assertTrue(
                                verdict instanceof Verdict.InForce
                                        || verdict.reason().isPresent(),
                                directive));
            }
        }
    }

    /** Each of the table's directives is one that every supported systemd knows in [Service]. */
    @Test
    void theTableNamesDirectivesThatAreKnown() {
        List<String> directives = Sandbox.directives().toList();
        directives.forEach(
                directive -> assertEquals(Optional.of(0), Directives.since("Service", directive), directive));
        assertEquals(directives.size(), Set.copyOf(directives).size());
    }

    @Test
    void aReasonNamesWhatTakesAProtectionAway() {
        assertEquals(new Verdict.Higher(Level.STRICT), verdict(own("baseline"), "PrivateDevices"));
        assertEquals(
                new Verdict.Allowed(Permission.DEVICES),
                verdict(own("{level: strict, allow: devices}"), "PrivateDevices"));
        assertEquals(
                Optional.of("its runtime runs code that it has just written (runtime: jit)"),
                verdict(own("{level: paranoid, runtime: jit}"), "MemoryDenyWriteExecute")
                        .reason());
        assertEquals(
                Optional.of("only from level strict on"),
                verdict(own("baseline"), "CapabilityBoundingSet").reason());
    }

    @Test
    void capabilitiesAreThoseOfThePermissionsAndOfThePort() {
        assertEquals(is(""), verdict(own("strict"), "CapabilityBoundingSet"));
        assertEquals(is(""), verdict(own("strict") + ", port: 1024", "CapabilityBoundingSet"));
        String low = own("{level: paranoid, allow: [raw-network]}") + ", port: 443";
        assertEquals(is("CAP_NET_BIND_SERVICE CAP_NET_RAW"), verdict(low, "CapabilityBoundingSet"));
        assertEquals(List.of("CAP_NET_BIND_SERVICE CAP_NET_RAW"), rendered(low, "AmbientCapabilities"));
        assertTrue(verdict(low, "PrivateUsers") instanceof Verdict.Unfit);
        assertEquals(is("AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET"), verdict(low, "RestrictAddressFamilies"));
        String written = low + ", unit: {Service: {AmbientCapabilities: CAP_NET_RAW}}";
        assertEquals(List.of("CAP_NET_RAW"), rendered(written, "AmbientCapabilities"));
        String root = "exec: [/usr/bin/web], user: root, port: 443, hardening: strict";
        assertEquals(is("CAP_NET_BIND_SERVICE"), verdict(root, "CapabilityBoundingSet"));
        assertEquals(List.of(), rendered(root, "AmbientCapabilities"));
    }

    /** systemd 255 and later take it from services with User=root and any filter of system calls. */
    @ParameterizedTest
    @CsvSource({"baseline, 257, CAP_SETUID", "strict, 257, ''", "baseline, 252, ''", "none, 257, ''"})
    void rootKeepsTheRightToBecomeOthers(String level, int systemdVersion, String ambient) {
        String keys = "exec: [/usr/bin/web], user: root, hardening: " + level;
        assertEquals(
                ambient,
                String.join(" ", Sandbox.of(service(keys), systemdVersion).ambient()));
        String allowed = "exec: [/usr/bin/web], user: root, hardening: {level: strict, allow: change-user}";
        assertEquals(List.of("CAP_SETUID"), Sandbox.of(service(allowed), 257).ambient());
    }

    @Test
    void systemCallsThatAreNeededComeAfterThoseThatAreTaken() {
        String keys = own("{level: paranoid, allow: [change-user, realtime]}");
        assertEquals(
                List.of("@system-service", "~@privileged @resources", "@resources @setuid"),
                rendered(keys, "SystemCallFilter"));
        assertEquals(List.of("EPERM"), rendered(keys, "SystemCallErrorNumber"));
        assertEquals(List.of(), rendered(own("{level: paranoid, allow: system-calls}"), "SystemCallErrorNumber"));
    }

    @Test
    void whatLiesWhereNothingShouldBeSeenIsSeen() {
        for (String keys : List.of(
                "exec: [/home/web/run], user: web, hardening: strict",
                "exec: [/usr/bin/node, /root/app.js], user: web, hardening: strict",
                own("strict") + ", directory: /home",
                own("{level: strict, writable: /run/user/1000}"))) {
            Verdict home = verdict(keys, "ProtectHome");
            assertTrue(
                    home instanceof Verdict.InForce inForce && inForce.values().equals(List.of("read-only")), keys);
            assertTrue(home.reason().isPresent(), keys);
        }
        assertTrue(verdict(own("strict") + ", directory: /var/tmp/web", "PrivateTmp") instanceof Verdict.Unfit);
        assertEquals(is("yes"), verdict(own("strict") + ", directory: /srv/home/tmp", "ProtectHome"));
        assertEquals(is("yes"), verdict(own("strict") + ", directory: /srv/home/tmp", "PrivateTmp"));
    }

    @Test
    void aNetworkOfItsOwnIsAskedForByAWord() {
        String none = own("{level: baseline, network: none}");
        assertEquals(is("yes"), verdict(none, "PrivateNetwork"));
        assertEquals(is("AF_UNIX"), verdict(own("{level: strict, network: none}"), "RestrictAddressFamilies"));
        String local = own("{level: baseline, network: local}");
        assertTrue(verdict(local, "PrivateNetwork") instanceof Verdict.Unfit);
        assertEquals(List.of("any"), rendered(local, "IPAddressDeny"));
        assertEquals(List.of("localhost"), rendered(local, "IPAddressAllow"));
    }

    /** Before systemd 255 a filter of system calls sets NoNewPrivileges= for everybody but root. */
    @Test
    void setuidProgramsTakeFiltersAwayWhereTheyWouldNotWorkOtherwise() {
        String allowed = "{level: strict, allow: setuid-programs}";
        Set<String> filters = Set.of(
                "PrivateDevices",
                "ProtectClock",
                "ProtectHostname",
                "ProtectKernelTunables",
                "ProtectKernelModules",
                "ProtectKernelLogs",
                "RestrictNamespaces",
                "RestrictRealtime",
                "RestrictSUIDSGID",
                "LockPersonality",
                "RestrictAddressFamilies",
                "SystemCallArchitectures",
                "SystemCallFilter");
        Set<String> lost = new TreeSet<>(set(own(allowed), 257));
        lost.removeAll(set(own(allowed), 252));
        assertEquals(new TreeSet<>(filters), lost);
        String root = "exec: [/usr/bin/web], user: root, hardening: " + allowed;
        assertEquals(set(root, 257), set(root, 252));
    }

    @Test
    void whatStandsUnderUnitWins() {
        String keys = own("strict")
                + ", unit: {Service: {ProtectSystem: full, SystemCallFilter: [\"@system-service\", \"@mount\"]}}";
        assertEquals(List.of("full"), rendered(keys, "ProtectSystem"));
        assertEquals(List.of("@system-service", "@mount"), rendered(keys, "SystemCallFilter"));
        Verdict verdict = verdict(keys, "ProtectSystem");
        assertTrue(verdict instanceof Verdict.Written, verdict::toString);
        assertTrue(verdict.reason().orElse("").startsWith("unit: says full at test.yaml:1:"), verdict::toString);
    }

    @Test
    void aDropInBeginsListsAnew() {
        String keys = "adopt: nginx.service, hardening: {level: strict, allow: [change-user, bind-low-port]}";
        assertEquals(
                List.of("", "CAP_KILL CAP_NET_BIND_SERVICE CAP_SETGID CAP_SETUID"),
                rendered(keys, "CapabilityBoundingSet"));
        assertEquals(List.of("", "AF_UNIX AF_INET AF_INET6"), rendered(keys, "RestrictAddressFamilies"));
        assertEquals(List.of("", "@system-service", "@setuid"), rendered(keys, "SystemCallFilter"));
        assertEquals(List.of(), rendered(keys, "AmbientCapabilities"));
        assertEquals(List.of("yes"), rendered(keys, "NoNewPrivileges"));
        assertEquals(List.of(""), rendered("adopt: redis.service, hardening: strict", "CapabilityBoundingSet"));
    }

    @Test
    void writablePathsAreQuotedAsPathsAre() {
        String keys = own("{level: strict, writable: [/srv/a b, /srv/100%]}");
        assertEquals(List.of("\"/srv/a b\" \"/srv/100%%\""), rendered(keys, "ReadWritePaths"));
    }

    /** Every combination renders, and is read back as what was asked for. */
    @Test
    void everyLevelRendersWithEveryPermission() {
        List<String> words = new ArrayList<>();
        EnumSet.allOf(Permission.class)
                .forEach(permission ->
                        words.add(permission.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        for (String level : List.of("baseline", "strict", "paranoid")) {
            for (String word : Stream.concat(words.stream(), Stream.of("[" + String.join(", ", words) + "]"))
                    .toList()) {
                assertFalse(file(own("{level: " + level + ", allow: " + word + "}"), 252)
                        .assignments()
                        .isEmpty());
                assertFalse(file("adopt: a.service, hardening: {level: " + level + ", allow: " + word + "}", 257)
                        .assignments()
                        .isEmpty());
            }
        }
    }
}
