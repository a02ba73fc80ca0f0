package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;
import upkeep.spec.Service.Directive;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;

/** Reads the {@code unit:} pass-through: Section, Key, and one value or a list. */
final class DirectivesReader {

    private static final List<String> SECTIONS = List.of("Unit", "Service", "Install");

    private final Fields fields;
    private final Report report;

    DirectivesReader(Fields fields) {
        this.fields = fields;
        this.report = fields.report();
    }

    List<Directive> read(boolean adopted) {
        List<Directive> directives = new ArrayList<>();
        Fields unit = fields.map(ServiceKeys.UNIT);
        for (Node.Entry section : unit.all()) {
            if (!SECTIONS.contains(section.key()) && !section.key().matches("X-[A-Za-z0-9-]+")) {
                report.error(
                        section.keyPosition(),
                        "cannot use the section " + Quoted.text(section.key())
                                + ": a service has Unit, Service and Install",
                        Nearest.to(section.key(), SECTIONS)
                                .map(near -> "did you mean " + Quoted.text(near) + "?")
                                .orElse("sections of your own begin with X-"));
            } else if (adopted && section.key().equals("Install")) {
                report.error(
                        section.keyPosition(),
                        "cannot use the section Install with adopt: systemd does not read it in a drop-in");
            }
            Fields keys = unit.map(ServiceKeys.UNIT.form().named(section.key()));
            for (Node.Entry key : keys.all()) {
                read(section.key(), key, keys, directives);
            }
        }
        return directives;
    }

    private void read(String section, Node.Entry key, Fields keys, List<Directive> directives) {
        if (!key.key().matches("[A-Za-z0-9-]{1,64}")) {
            report.error(
                    key.keyPosition(),
                    "cannot use the directive " + Quoted.text(key.key()) + ": it is not a directive's name",
                    "write it as systemd does, such as IPAddressDeny");
        }
        Directives.replacement(section, key.key())
                .ifPresent(instead -> report.error(
                        key.keyPosition(),
                        "cannot use the directive " + key.key() + ": systemd gave it up",
                        "write " + instead));
        Optional<KnownDirective> known = Directives.find(section, key.key());
        List<Located<String>> values = keys.list(ServiceKeys.UNIT.form().each().named(key.key()));
        for (Located<String> value : values) {
            known.flatMap(directive -> directive.fault(value.value()))
                    .ifPresentOrElse(
                            fault -> refuse(key.key(), value, fault),
                            () -> directives.add(new Directive(section, key.key(), value.value(), value.position())));
        }
        if (values.size() > 1 && known.isPresent() && !known.get().isList()) {
            report.warning(
                    values.getLast().position(),
                    "systemd takes one value of " + key.key() + ": this one, and none of those before it");
        }
    }

    private void refuse(String key, Located<String> value, KnownDirective.Fault fault) {
        report.error(
                value.position(),
                "cannot read " + Quoted.name(key) + " " + Quoted.text(value.value()) + ": " + fault.why(),
                fault.hint());
    }
}
