package upkeep.spec;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.base.TimeSpan;
import upkeep.target.HeartbeatTarget;
import upkeep.target.Secret;
import upkeep.target.Target;

/** Reads what is wanted of a job that tells of itself: {@code heartbeat: 1d} or a map. */
final class HeartbeatReader {

    private final TargetContext context;

    HeartbeatReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> read() {
        Fields fields = context.fields(HeartbeatKeys.HEARTBEAT, HeartbeatKeys.EVERY);
        Optional<HeartbeatTarget.Due> due = fields.read(HeartbeatKeys.EVERY);
        if (fields.lacks(HeartbeatKeys.EVERY)) {
            context.report()
                    .error(
                            fields.position(),
                            "cannot wait for a heartbeat: every is missing",
                            "write heartbeat: 1d, or a map with every");
        }
        if (context.id().isProbe()) {
            context.report()
                    .error(
                            context.check().at(HeartbeatKeys.HEARTBEAT),
                            "cannot probe a service by a heartbeat: one that was restarted would be late at once",
                            "make it an entry of checks:");
        }
        TimeSpan grace = fields.get(HeartbeatKeys.GRACE);
        Optional<TimeSpan> maxDuration = fields.read(HeartbeatKeys.MAX_DURATION);
        TreeSet<String> users = fields.list(HeartbeatKeys.USERS).stream()
                .map(Located::value)
                .collect(Collectors.toCollection(TreeSet::new));
        if (users.size() > HeartbeatKeys.MOST_USERS) {
            context.report()
                    .error(
                            fields.at(HeartbeatKeys.USERS),
                            "cannot let " + users.size() + " users tell of it: the most are "
                                    + HeartbeatKeys.MOST_USERS);
        }
        Optional<Secret> token =
                new SecretReader(fields, "token", HeartbeatKeys.TOKEN_FILE, HeartbeatKeys.TOKEN_CREDENTIAL).read();
        return due.map(found -> new HeartbeatTarget(found, grace, maxDuration, users, token));
    }
}
