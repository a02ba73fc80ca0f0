package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.spec.Service.Directive;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;
import upkeep.unit.UnitType;

/** Reads the {@code unit:} pass-through: Section, Key, and one value or a list. */
final class DirectivesReader {

    private final Fields fields;
    private final Key<Form.Names<Form.Names<Form.Values<String>>>> key;
    private final UnitType type;
    private final List<String> sections;
    private final Report report;

    DirectivesReader(Fields fields, Key<Form.Names<Form.Names<Form.Values<String>>>> key, UnitType type) {
        this.fields = fields;
        this.key = key;
        this.type = type;
        this.sections = List.of("Unit", type.section(), "Install");
        this.report = fields.report();
    }

    List<Directive> read(boolean adopted) {
        List<Directive> directives = new ArrayList<>();
        Fields unit = fields.map(key);
        for (Node.Entry section : unit.all()) {
            if (!sections.contains(section.key()) && !section.key().matches("X-[A-Za-z0-9-]+")) {
                report.error(
                        section.keyPosition(),
                        "cannot use the section " + Quoted.text(section.key()) + ": " + UnitType.article(type)
                                + " has Unit, " + type.section() + " and Install",
                        Nearest.to(section.key(), sections)
                                .map(near -> "did you mean " + Quoted.text(near) + "?")
                                .orElse("sections of your own begin with X-"));
            } else if (adopted && section.key().equals("Install")) {
                report.error(
                        section.keyPosition(),
                        "cannot use the section Install with adopt: systemd does not read it in a drop-in");
            }
            Fields keys = unit.map(key.form().named(section.key()));
            for (Node.Entry directive : keys.all()) {
                read(section.key(), directive, keys, directives);
            }
        }
        return directives;
    }

    private void read(String section, Node.Entry entry, Fields keys, List<Directive> directives) {
        if (!entry.key().matches("[A-Za-z0-9-]{1,64}")) {
            report.error(
                    entry.keyPosition(),
                    "cannot use the directive " + Quoted.text(entry.key()) + ": it is not a directive's name",
                    "write it as systemd does, such as IPAddressDeny");
        }
        Directives.replacement(section, entry.key())
                .ifPresent(instead -> report.error(
                        entry.keyPosition(),
                        "cannot use the directive " + entry.key() + ": systemd gave it up",
                        "write " + instead));
        Optional<KnownDirective> known = Directives.find(section, entry.key());
        List<Located<String>> values = keys.list(key.form().each().named(entry.key()));
        for (Located<String> value : values) {
            known.flatMap(directive -> directive.fault(value.value()))
                    .ifPresentOrElse(
                            fault -> refuse(entry.key(), value, fault),
                            () -> directives.add(new Directive(section, entry.key(), value.value(), value.position())));
        }
        if (values.size() > 1 && known.isPresent() && !known.get().isList()) {
            report.warning(
                    values.getLast().position(),
                    "systemd takes one value of " + entry.key() + ": this one, and none of those before it");
        }
    }

    private void refuse(String key, Located<String> value, KnownDirective.Fault fault) {
        report.error(
                value.position(),
                "cannot read " + Quoted.name(key) + " " + Quoted.text(value.value()) + ": " + fault.why(),
                fault.hint());
    }
}
