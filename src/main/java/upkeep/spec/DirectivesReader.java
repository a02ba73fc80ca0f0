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

    /** Verbatim, so that systemd's own escapes work; but never more than the one directive. */
    private static final Kind<String> VALUE = Kind.text(
                    text -> {
                        Optional<String> fault = Kinds.fault(text.replace('\t', ' '), false);
                        return fault.isEmpty() && text.endsWith("\\")
                                ? Optional.of("it ends in a backslash, which would swallow the next line")
                                : fault;
                    },
                    "a directive is one line")
            .shown(text -> text.isEmpty() ? Quoted.whole(text) : text);

    private final Fields fields;
    private final Report report;

    DirectivesReader(Fields fields) {
        this.fields = fields;
        this.report = fields.report();
    }

    List<Directive> read(boolean adopted) {
        List<Directive> directives = new ArrayList<>();
        Fields unit = fields.names("unit");
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
            Fields keys = unit.names(section.key());
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
        List<Located<String>> values =
                keys.list(key.key(), known.map(DirectivesReader::value).orElse(VALUE));
        for (Located<String> value : values) {
            directives.add(new Directive(section, key.key(), value.value(), value.position()));
        }
        if (values.size() > 1 && known.isPresent() && !known.get().isList()) {
            report.warning(
                    values.getLast().position(),
                    "systemd takes one value of " + key.key() + ": this one, and none of those before it");
        }
    }

    /** A value of a directive that is known: one line, and what systemd takes. */
    private static Kind<String> value(KnownDirective directive) {
        return new Kind<>(
                text -> VALUE.parse()
                        .apply(text)
                        .filter(line -> directive.fault(line).isEmpty()),
                text -> VALUE.parse().apply(text).isEmpty()
                        ? VALUE.why().apply(text)
                        : directive.fault(text).map(KnownDirective.Fault::why).orElse("it is not valid"),
                text -> VALUE.parse().apply(text).isEmpty()
                        ? VALUE.hint().apply(text)
                        : directive.fault(text).map(KnownDirective.Fault::hint).orElse("leave it out"),
                VALUE.show());
    }
}
