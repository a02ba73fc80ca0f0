package upkeep.install;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;
import upkeep.spec.Source;

/** Small trees and specs to apply. */
final class Trees {

    static final UnitName WEB = new UnitName("web.service");
    static final UnitName DB = new UnitName("db.service");
    static final UnitName NGINX = new UnitName("nginx.service");

    static final Occasion OCCASION = Occasion.of(Occasion.Kind.APPLY, Instant.parse("2026-11-26T10:00:00Z"), "root");

    private final List<UnitTree.File> files = new ArrayList<>();
    private final List<UnitName> enabled = new ArrayList<>();

    static Trees tree() {
        return new Trees();
    }

    /** A service of our own, enabled, that differs by its exec. */
    Trees service(UnitName unit, String exec) {
        enabled.add(unit);
        return serviceText(
                unit, "# generated\n[Service]\nExecStart=" + exec + "\n\n[Install]\nWantedBy=multi-user.target\n");
    }

    Trees serviceText(UnitName unit, String text) {
        return file("/etc/systemd/system/" + unit, text, UnitTree.Kind.UNIT, Optional.of(unit));
    }

    Trees dropIn(UnitName unit, String memory) {
        return file(
                "/etc/systemd/system/" + unit + ".d/50-upkeep.conf",
                "[Service]\nLimitMEMLOCK=" + memory + "\n",
                UnitTree.Kind.DROP_IN,
                Optional.of(unit));
    }

    Trees users(String text) {
        return file("/etc/sysusers.d/upkeep-services.conf", text, UnitTree.Kind.SYSUSERS, Optional.empty());
    }

    Trees rule(String text) {
        return file("/etc/polkit-1/rules.d/50-upkeep.rules", text, UnitTree.Kind.POLKIT_RULE, Optional.empty());
    }

    Trees file(String path, String text, UnitTree.Kind kind, Optional<UnitName> unit) {
        files.add(new UnitTree.File(path, text, 0644, kind, unit));
        return this;
    }

    UnitTree build() {
        TreeMap<String, UnitTree.File> map = new TreeMap<>();
        files.forEach(file -> map.put(file.path(), file));
        return new UnitTree(map, enabled);
    }

    /** The tree with specs whose text is {@code text}. */
    Wanted wanted(String text) {
        return new Wanted(
                build(),
                "/etc/upkeep",
                List.of(
                        new Source("/etc/upkeep/upkeep.yaml", "settings: {}\n"),
                        new Source("/etc/upkeep/conf.d/web.yaml", text)),
                new TreeSet<>());
    }
}
