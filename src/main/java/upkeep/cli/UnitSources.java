package upkeep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.unit.UnitFile;

/**
 * What a unit is made of, as systemd finds it (systemd.unit(5)): its own file, and its drop-ins in the order in which they
 * apply. What cannot be read is left out, as if it were not there.
 *
 * @param unit the text of its own file
 * @param dropIns the texts of its drop-ins by their names
 */
record UnitSources(Optional<String> unit, SortedMap<String, String> dropIns) {

    /** The folders of units, those first that win; what generators made comes last. */
    private static final List<String> FOLDERS = List.of(
            "/etc/systemd/system",
            "/run/systemd/system",
            "/usr/local/lib/systemd/system",
            "/usr/lib/systemd/system",
            "/lib/systemd/system",
            "/run/systemd/generator",
            "/run/systemd/generator.late");

    private static final int MAXIMUM_DROP_INS = 256;

    UnitSources {
        dropIns = Collections.unmodifiableSortedMap(new TreeMap<>(dropIns));
    }

    /** What is there of a unit, if these files, by their absolute paths, were as they are given: a text, or not there. */
    static UnitSources find(Layout layout, UnitName unit, Map<String, Optional<String>> instead) {
        Optional<String> own = Optional.empty();
        SortedMap<String, String> dropIns = new TreeMap<>();
        for (String folder : FOLDERS) {
            for (String name : names(unit)) {
                own = own.or(() -> text(layout, folder + "/" + name, instead));
                String inner = folder + "/" + name + ".d";
                dropIns(layout, inner, instead).forEach(path -> {
                    String file = path.substring(inner.length() + 1);
                    if (!dropIns.containsKey(file) && dropIns.size() < MAXIMUM_DROP_INS) {
                        text(layout, path, instead).ifPresent(text -> dropIns.put(file, text));
                    }
                });
            }
        }
        return new UnitSources(own, dropIns);
    }

    /** The unit's name, and that of the template that it is an instance of. */
    private static List<String> names(UnitName unit) {
        int at = unit.text().indexOf('@');
        return at < 0
                ? List.of(unit.text())
                : List.of(unit.text(), unit.text().substring(0, at + 1) + "." + unit.type());
    }

    private static List<String> dropIns(Layout layout, String folder, Map<String, Optional<String>> instead) {
        List<String> found = new ArrayList<>();
        instead.keySet().stream()
                .filter(path -> path.startsWith(folder + "/") && path.indexOf('/', folder.length() + 1) < 0)
                .forEach(found::add);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.at(folder), "*.conf")) {
            for (Path file : files) {
                found.add(folder + "/" + file.getFileName());
            }
        } catch (IOException e) {
            // There are none, which is what is usual.
        }
        return found.stream().distinct().sorted().toList();
    }

    private static Optional<String> text(Layout layout, String path, Map<String, Optional<String>> instead) {
        return instead.containsKey(path) ? instead.getOrDefault(path, Optional.empty()) : text(layout, path);
    }

    /** The text of a file as it is on the disk, as far as a unit file may go. */
    static Optional<String> text(Layout layout, String path) {
        try (InputStream in = Files.newInputStream(layout.at(path))) {
            byte[] content = in.readNBytes(UnitFile.MAXIMUM_LENGTH);
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The values of all directives of [Service] that have one of these names, in the order in which systemd reads them. */
    List<String> values(Stream<String> directives) {
        List<String> names = directives.toList();
        return Stream.concat(unit.stream(), dropIns.values().stream())
                .flatMap(text -> UnitFile.parse("unit", text).value().stream())
                .flatMap(file -> file.assignments().stream())
                .filter(line -> line.section().equals("Service") && names.contains(line.key()))
                .map(line -> line.key() + "=" + line.value())
                .toList();
    }
}
