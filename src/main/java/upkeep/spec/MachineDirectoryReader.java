package upkeep.spec;

import java.util.ArrayList;
import java.util.Optional;

/** Reads one entry of {@code directories:}, which is named by its path. */
final class MachineDirectoryReader {

    private MachineDirectoryReader() {}

    static Directory read(Node.Entry entry, Report report) {
        Fields fields = Fields.of(entry, MachineDirectoryKeys.DIRECTORY, report, new ArrayList<>());
        MountReader.fault(entry.key())
                .or(() -> Optional.of("it is the root").filter(_ -> entry.key().equals("/")))
                .ifPresent(why -> report.error(
                        entry.keyPosition(),
                        "cannot make a directory " + Quoted.text(entry.key()) + ": " + why,
                        "write the whole path, such as /srv/shop/uploads"));
        return new Directory(
                entry.key(),
                entry.keyPosition(),
                fields.get(MachineDirectoryKeys.MODE),
                fields.read(MachineDirectoryKeys.USER),
                fields.read(MachineDirectoryKeys.GROUP),
                fields.read(MachineDirectoryKeys.AGE));
    }
}
