package upkeep.render;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.base.Problem;
import upkeep.spec.SetDirective;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;

/** What keys of the spec stand for, where the target systemd knows it. */
final class SetDirectives {

    /** Debian 12 builds systemd without the BPF framework that these need. */
    static final Set<String> NEEDS_BPF = Set.of("SocketBindAllow", "SocketBindDeny");

    private SetDirectives() {}

    static void collect(List<SetDirective> directives, int systemdVersion, AskedList asked) {
        // A key may stand for several directives, and one of them tells enough.
        Set<Map.Entry<?, ?>> refused = new HashSet<>();
        for (SetDirective directive : directives) {
            KnownDirective known = Directives.find(directive.section(), directive.key())
                    .orElseThrow(() -> new IllegalStateException("no systemd knows " + directive.key() + "="));
            int needed = known.since(directive.text());
            if (needed <= systemdVersion) {
                asked.set(directive);
                warn(directive, systemdVersion, asked);
            } else if (refused.add(Map.entry(directive.setting(), directive.position()))) {
                asked.refuseVersion(directive.setting(), directive.key(), directive.position(), needed, systemdVersion);
            }
        }
    }

    private static void warn(SetDirective directive, int systemdVersion, AskedList asked) {
        if (NEEDS_BPF.contains(directive.key()) && systemdVersion == Directives.OLDEST_VERSION) {
            asked.problem(Problem.warning(
                    directive.position(),
                    directive.setting() + " has no effect with the systemd of Debian 12, which is built without BPF"));
        }
    }
}
