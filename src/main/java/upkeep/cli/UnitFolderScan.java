package upkeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.audit.UnitFolders;
import upkeep.audit.UnitSource;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;

/** Lists the folders in which systemd looks for units. */
final class UnitFolderScan {

    /** The folders with links of a unit, by what these mean. */
    private static final Map<String, String> LINKED =
            Map.of(".wants", "Wants", ".requires", "Requires", ".upholds", "Upholds");

    private final Layout layout;
    private final Set<String> names = new HashSet<>();
    private final Set<UnitName> own = new HashSet<>();
    private final List<UnitFolders.Link> links = new ArrayList<>();
    private final List<UnitFolders.DropIns> dropIns = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();

    UnitFolderScan(Layout layout) {
        this.layout = layout;
    }

    /** Looks through a folder of units; one that is not there is empty. */
    void look(String folder) {
        for (String name : list(folder)) {
            String path = folder + "/" + name;
            Path place = layout.at(path);
            String ending = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
            String stem = name.substring(0, name.length() - ending.length());
            if (UnitName.parse(name).isPresent()) {
                unit(path, name, place);
            } else if (LINKED.containsKey(ending) && isFolder(place)) {
                for (String unit : list(path)) {
                    if (UnitName.parse(unit).isPresent()) {
                        links.add(link(path + "/" + unit, unit, Optional.of(stem), LINKED.getOrDefault(ending, "")));
                    }
                }
            } else if (ending.equals(".d")
                    && isFolder(place)
                    && UnitName.parse(stem).isPresent()) {
                Set<String> files = list(path).stream()
                        .filter(file -> file.endsWith(".conf") && hasText(layout.at(path + "/" + file)))
                        .collect(Collectors.toSet());
                if (!files.isEmpty()) {
                    dropIns.add(new UnitFolders.DropIns(path, stem, files));
                }
            }
        }
    }

    private void unit(String path, String name, Path place) {
        if (!Files.isSymbolicLink(place) || Files.exists(place)) {
            names.add(name);
            UnitName.parse(name)
                    .filter(it -> !UnitSource.isShipped(path) && !it.stem().endsWith("@"))
                    .ifPresent(own::add);
        } else {
            links.add(link(path, name, Optional.empty(), "Alias"));
        }
    }

    private UnitFolders.Link link(String path, String unit, Optional<String> holder, String directive) {
        return new UnitFolders.Link(path, unit, holder, directive, Files.exists(layout.at(path)));
    }

    private static boolean isFolder(Path place) {
        return Files.isDirectory(place);
    }

    private static boolean hasText(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> list(String folder) {
        Path place = layout.at(folder);
        if (!isFolder(place)) {
            return List.of();
        }
        try {
            return new RealFileSystem()
                    .list(place).stream()
                            .map(path -> String.valueOf(path.getFileName()))
                            .toList();
        } catch (IOException e) {
            unseen.add(folder);
            return List.of();
        }
    }

    UnitFolders found() {
        return new UnitFolders(names, links, dropIns);
    }

    /** The units that somebody here has written, and no package; systemd has not loaded those that nothing names. */
    Set<UnitName> own() {
        return own;
    }

    /** The folders that could not be listed. */
    List<String> unseen() {
        return unseen;
    }
}
