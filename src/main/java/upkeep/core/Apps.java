package upkeep.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.AppStanding.State;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.spec.App;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Service;

/**
 * Services and checks that are one thing to those who use them have one incident, whatever of them is ill: it is opened with the first,
 * gets worse once the app is down, and is over when all are well. What has its cause outside of the app, such as a database that is no
 * part of it, or the machine, is told as that.
 */
final class Apps {

    private static final int NAMED = 12;

    private enum Member {
        WELL,
        ILL,
        /** It is starting, say, or was never probed. */
        NOT_KNOWN,
        /** Somebody stopped it, or it has ended and is not to be started again. */
        LEFT_OUT
    }

    private Apps() {}

    static AppStanding standing(Step step, App app) {
        return standing(step, app, Set.of());
    }

    /** @param ill names of members that have just turned ill, which their states do not tell yet */
    private static AppStanding standing(Step step, App app, Set<String> ill) {
        List<String> allIll = new ArrayList<>();
        int members = 0;
        boolean lacksEssential = false;
        boolean isAllKnown = true;
        for (String part : app.parts()) {
            int ofPart = 0;
            int illOfPart = 0;
            for (Map.Entry<String, Member> one : members(step, part).entrySet()) {
                Member member = ill.contains(one.getKey()) ? Member.ILL : one.getValue();
                ofPart += member == Member.LEFT_OUT ? 0 : 1;
                isAllKnown &= member != Member.NOT_KNOWN;
                if (member == Member.ILL) {
                    allIll.add(one.getKey());
                    illOfPart++;
                }
            }
            members += ofPart;
            lacksEssential |= app.essential().contains(part) && illOfPart > 0 && illOfPart == ofPart;
        }
        boolean isDown =
                lacksEssential || members - allIll.size() < app.quorum().of(members);
        State state = members == 0
                ? State.STOPPED
                : allIll.isEmpty() ? (isAllKnown ? State.UP : State.UNKNOWN) : isDown ? State.DOWN : State.DEGRADED;
        return new AppStanding(state, allIll, members);
    }

    private static Map<String, Member> members(Step step, String part) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Service service : step.plan.named(part)) {
            members.put(service.name(), member(step, service));
        }
        step.index.check(new CheckId(part)).ifPresent(check -> members.put(part, member(step, check)));
        return members;
    }

    private static Member member(Step step, Service service) {
        ServiceState state = step.service(service);
        if (state.hasDoneItsWork() || Evaluation.hasEndedWell(service, state)) {
            return Member.WELL;
        }
        if (state.incident().isPresent() || state.attached().isPresent()) {
            return Member.ILL;
        }
        boolean isAtRest = state.intent() != Intent.RUN || Evaluation.isTold(step, service, Verdict.Row.ENDED);
        if (isAtRest && state.phase() != Phase.UP) {
            return Member.LEFT_OUT;
        }
        Health health = HealthFolding.health(step, service);
        boolean isGood = health == Health.OK || health == Health.NONE;
        return state.phase() == Phase.UP && isGood ? Member.WELL : Member.NOT_KNOWN;
    }

    private static Member member(Step step, Check check) {
        CheckState state = step.check(check.id());
        return switch (state.verdict()) {
            case FAILING -> Member.ILL;
            case PASSING -> state.passes() >= 2 ? Member.WELL : Member.NOT_KNOWN;
            case NONE -> Member.NOT_KNOWN;
        };
    }

    /** The incident of which that one of a service is a part, if the service is a part of an app; opened where it has none. */
    static Optional<Dependencies.Root> root(Step step, Service service, String what, List<Long> causes) {
        return step.index.app(service).map(app -> {
            Incident incident = ill(step, app, service.name(), what, causes);
            return new Dependencies.Root(
                    app.name(), Optional.of(incident.number()), Optional.of(app.name()), incident.number());
        });
    }

    /** A check has failed: whether an app that it is a part of has the incident of that. */
    static boolean takes(Step step, Check check, String what, List<Long> causes) {
        Optional<App> app = step.index.app(check);
        app.ifPresent(it -> ill(step, it, check.id().text(), what, causes));
        return app.isPresent();
    }

    /** The incident that a check's failure is a part of, its own or that of its app. */
    static Optional<Incident> incident(Step step, Check check) {
        return Optional.ofNullable(step.incident(IncidentKey.of(check.id())))
                .or(() -> step.index
                        .app(check)
                        .filter(app ->
                                standing(step, app).ill().contains(check.id().text()))
                        .map(app -> step.incident(app.name())));
    }

    private static Incident ill(Step step, App app, String member, String what, List<Long> causes) {
        AppStanding standing = standing(step, app, Set.of(member));
        String text = text(standing, member + ": " + what);
        @Nullable Incident before = step.incident(app.name());
        if (before == null) {
            Incidents.open(step, app.name(), severity(standing), text, causes, Map.of());
        } else if (standing.state() == State.DOWN && !isDown(before)) {
            worse(step, app, before, text, causes);
        }
        Incident now = step.incident(app.name());
        if (now == null) {
            throw new IllegalStateException("an incident that was opened is open");
        }
        return now;
    }

    /** What was degraded is down: told with the same incident. */
    private static void worse(Step step, App app, Incident incident, String text, List<Long> causes) {
        String name = app.name();
        step.incident(name, new Incident(incident.number(), incident.opened(), text, incident.children()));
        step.record(
                Kind.OBSERVATION,
                name,
                text,
                causes,
                Optional.of(incident.number()),
                Map.of("severity", Severity.CRITICAL.word()));
        step.alert(new Alert(
                Alert.State.FIRING, name, Severity.CRITICAL, name, name + ": " + text, text, incident.number()));
    }

    /** By the first word of what it says, which outlives upkeepd. */
    private static boolean isDown(Incident incident) {
        return incident.what().startsWith(State.DOWN.word() + ":");
    }

    private static Severity severity(AppStanding standing) {
        return standing.state() == State.DOWN ? Severity.CRITICAL : Severity.WARNING;
    }

    private static String text(AppStanding standing, String latest) {
        List<String> names = standing.ill().size() > NAMED ? standing.ill().subList(0, NAMED) : standing.ill();
        int more = standing.ill().size() - names.size();
        boolean isOne = standing.members() == 1;
        return standing.state().word() + ": "
                + (isOne ? "" : standing.ill().size() + " of " + standing.members() + " parts ill (")
                + (isOne ? "" : String.join(", ", names) + (more > 0 ? " and " + more + " more" : "") + "); ")
                + latest;
    }

    /** Ends the incidents of apps of which all is well again. */
    static void look(Step step) {
        if (!step.host.listed()) {
            return;
        }
        for (App app : step.plan.apps().values()) {
            Incident incident = step.incident(app.name());
            if (incident != null) {
                look(step, app, incident);
            }
        }
    }

    private static void look(Step step, App app, Incident incident) {
        AppStanding standing = standing(step, app);
        switch (standing.state()) {
            case UP -> over(step, app, incident, "all its parts are well");
            case STOPPED -> over(step, app, incident, "all its parts were stopped");
            case DOWN -> {
                if (!isDown(incident)) {
                    worse(step, app, incident, text(standing, "what is left is not enough"), List.of());
                }
            }
            case DEGRADED, UNKNOWN -> {
                // It goes on until all is well, so that what gets better and worse is told once.
            }
        }
    }

    private static void over(Step step, App app, Incident incident, String how) {
        // They are what was ill, and did not suffer from anything else.
        step.incident(app.name(), new Incident(incident.number(), incident.opened(), incident.what()));
        Incidents.resolve(step, app.name(), how, List.of());
    }
}
