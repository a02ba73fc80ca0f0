package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;
import static upkeep.spec.DirectiveKey.words;

import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.spec.Form.Values;

/** How a service stands to other units, beyond what {@link ServiceKeys} has of it. */
final class RelationKeys {

    /** A unit, or the name of a service of these specs. */
    static final Kind<String> PARTNER = new Kind<>(
            text -> Kinds.isName(text) || Kinds.UNIT.parse().apply(text).isPresent()
                    ? Optional.of(text)
                    : Optional.empty(),
            text -> text.contains(".") ? Kinds.UNIT.why().apply(text) : "it is no name of a service, and no unit",
            text -> text.contains(".")
                    ? Kinds.UNIT.hint().apply(text)
                    : "write the name of a service, or of a whole unit",
            text -> text,
            new Shape.Text("name or unit", "names or units", "^[A-Za-z0-9:_.\\\\@-]+$"));

    static final Key<Values<String>> FOLLOWS = Key.values("follows", PARTNER)
            .means(
                    "`After=`: starts after them where both are started, and is stopped before them; needs them not at all");
    static final Key<Values<String>> NEVER_WITH = Key.values("never-with", PARTNER)
            .means("`Conflicts=`, and an order: starting the one stops the other, and waits until it is down");
    static final Key<Values<UnitName>> BEFORE = Key.values("before", Kinds.UNIT).means("`Before=`");
    static final Key<Values<UnitName>> REQUISITE = Key.values("requisite", Kinds.UNIT)
            .means("`Requisite=`: as `requires`, but they are not started for it: it fails where they are not up");
    static final Key<Values<UnitName>> UNORDERED = Key.values("unordered", Kinds.UNIT)
            .means("those of `requires`, `requisite` and `binds-to` that it does not wait for");
    static final Key<Values<UnitName>> REQUIRED_BY = Key.values("required-by", Kinds.WANTED_BY)
            .means("`RequiredBy=`: what cannot start without it, and starts it");

    private static final Kind<UnitName> SERVICE = Kinds.UNIT
            .where(
                    unit -> unit.type().equals("service"),
                    "a service has names that end in .service",
                    "write NAME.service")
            .matching("\\.service$");

    static final Key<Values<UnitName>> ALIAS =
            Key.values("alias", SERVICE).means("`Alias=`: other names of its unit, once it is enabled");
    static final Key<Values<UnitName>> ALSO =
            Key.values("also", Kinds.UNIT).means("`Also=`: units that are enabled and disabled together with it");
    static final Key<Form.Usual<Boolean>> AT_BOOT = Key.usual("at-boot", Kinds.YES_OR_NO, true)
            .means("whether it is started with the machine; with `false` not unless something else wants it");

    private static final Kind<String> MOUNTED = Kinds.PATH
            .where(
                    path -> path.matches("[^\\s\"'\\\\]+"),
                    "systemd would split it",
                    "paths with blanks or quotes go under unit:")
            .matching("^/[^\\s\"'\\\\]*$");

    /** What of them are directives without further thought. */
    static final List<DirectiveKey<?>> DIRECTIVES = List.of(
            DirectiveKey.lines(
                    DirectiveKey.UNIT,
                    "RequiresMountsFor",
                    Key.values("requires-mounts-for", MOUNTED)
                            .means("paths whose file systems must be mounted, and after which it starts")),
            words(
                    DirectiveKey.UNIT,
                    "PropagatesReloadTo",
                    Key.values("propagates-reload-to", Kinds.UNIT).means("what is reloaded together with it")),
            words(
                    DirectiveKey.UNIT,
                    "PropagatesStopTo",
                    Key.values("propagates-stop-to", Kinds.UNIT).means("what is stopped together with it")),
            words(
                    DirectiveKey.UNIT,
                    "JoinsNamespaceOf",
                    Key.values("joins-namespace-of", Kinds.UNIT)
                            .means("whose private `/tmp` and network it shares, where both have them")),
            word(
                    DirectiveKey.UNIT,
                    "StopWhenUnneeded",
                    Key.value("stop-when-unneeded", Kinds.YES_OR_NO)
                            .means("whether it is stopped once nothing that runs requires or wants it")));

    private RelationKeys() {}
}
