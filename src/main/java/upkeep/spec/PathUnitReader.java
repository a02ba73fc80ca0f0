package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.TriggerReader.Trigger;
import upkeep.unit.UnitType;

/** Reads one entry of {@code paths:}. */
final class PathUnitReader {

    private PathUnitReader() {}

    static TimerReader.Read read(Node.Entry entry, Surroundings around) {
        List<Service.Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, PathKeys.PATH, around.report(), settings);
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        Names.checkTrigger("path", entry, fields.has(TimerKeys.SERVICE), around.report());
        UnitName name = UnitName.parse(entry.key() + ".path").orElse(Defaults.UNNAMED_PATH);
        unit.read(List.of(OwnUnitKeys.DESCRIPTION));
        unit.relations();
        unit.read(PathKeys.DIRECTIVES);
        if (PathKeys.WATCHED.stream().map(DirectiveKey::key).allMatch(fields::lacks)) {
            around.report()
                    .error(
                            fields.position(),
                            "cannot watch anything by the path " + entry.key() + ": it is not said what",
                            "write changed: /path/of/file, exists: or directory-not-empty:");
        }
        Optional<TimeSpan> delay = fields.read(PathKeys.DELAY);
        if (delay.isPresent() && fields.lacks(TimerKeys.RESTART)) {
            around.report()
                    .error(
                            fields.at(PathKeys.DELAY),
                            "cannot use delay without restart: systemd starts units at once",
                            fields.has(TimerKeys.SERVICE)
                                    ? "let the service wait: before-start: [/usr/bin/sleep 2]"
                                    : "name what is restarted under restart:, or leave it out");
        }
        Optional<Trigger> trigger = new TriggerReader(fields, entry, name, around).read(unit, delay);
        unit.installed(PathKeys.WANTED_BY, ServiceKeys.TARGET, PathKeys.STARTED_BY, around.targets());
        OwnUnit path = unit.unit(
                entry.key(),
                name,
                trigger.map(Trigger::started),
                Optional.empty(),
                unit.passedThrough(PathKeys.UNIT, UnitType.PATH));
        return new TimerReader.Read(path, trigger.flatMap(Trigger::service), Optional.empty());
    }
}
