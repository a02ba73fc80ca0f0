package upkeep.spec;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a spec has beside services, targets and checks.
 *
 * @param units by their names
 * @param services those that are described with what starts them
 * @param checks those that come with timers
 */
record Others(
        SortedMap<String, OwnUnit> units,
        SortedMap<String, Directory> directories,
        SortedMap<String, Described> services,
        SortedMap<String, Check> checks) {

    static Others read(Fields top, Surroundings around) {
        Others others = new Others(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        top.map(SpecKeys.TIMERS).all().forEach(entry -> others.take(TimerReader.read(entry, around), around));
        top.map(SpecKeys.PATHS).all().forEach(entry -> others.take(PathUnitReader.read(entry, around), around));
        top.map(SpecKeys.SLICES).all().forEach(entry -> others.take(SliceReader.read(entry, around.report())));
        top.map(SpecKeys.MOUNTS)
                .all()
                .forEach(entry -> MountReader.mount(entry, around.report()).forEach(others::take));
        top.map(SpecKeys.SWAPS).all().forEach(entry -> others.take(MountReader.swap(entry, around.report())));
        top.map(SpecKeys.MAINTAINED)
                .all()
                .forEach(entry ->
                        others.directories().put(entry.key(), MachineDirectoryReader.read(entry, around.report())));
        return others;
    }

    private void take(OwnUnit unit) {
        units.put(unit.unit().text(), unit);
    }

    private void take(TimerReader.Read read, Surroundings around) {
        take(read.unit());
        read.check().ifPresent(check -> checks.put(check.id().text(), check));
        read.service().ifPresent(service -> {
            Described other = services.putIfAbsent(service.service().name(), service);
            if (other != null) {
                around.report()
                        .error(
                                service.service().position(),
                                "cannot describe " + service.service().unit() + " twice: it is at "
                                        + other.service().position() + " already",
                                "choose another name");
            }
        });
    }
}
