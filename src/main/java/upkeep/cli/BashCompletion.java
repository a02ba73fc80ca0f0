package upkeep.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import upkeep.control.ControlServer;

/**
 * A completion function for bash, see bash(1) "Programmable Completion", made of what the verbs declare. Names are those that upkeepd
 * tells over the bus, so that a press of the tab key starts no JVM.
 */
final class BashCompletion {

    /** What completes an argument, by what its label says it is; what has another label is not completed. */
    private static final Map<String, String> KINDS = Map.of(
            "NAME", "names",
            "CHECK", "names",
            "RECEIVER", "receivers",
            "UNIT", "units",
            "DIR", "directories",
            "FILE", "files",
            "LEDGER", "files",
            "COMMAND", "commands");

    private BashCompletion() {}

    /** The script, for all verbs. */
    static String text(Shell shell) {
        StringBuilder verbs = new StringBuilder();
        StringBuilder values = new StringBuilder();
        Verbs.all().forEach((name, verb) -> {
            CommandSpec spec = new CommandLine(verb.apply(shell)).getCommandSpec();
            verbs.append("    %s) options='%s' word='%s' operand=%s ;;\n"
                    .formatted(name, options(spec), word(spec), operand(spec)));
            byKind(spec)
                    .forEach((kind, options) -> values.append("    %s) _upkeep_complete %s \"$current\"; return ;;\n"
                            .formatted(
                                    options.stream().map(it -> name + ":" + it).collect(Collectors.joining(" | ")),
                                    kind)));
        });
        return """
            # Completion of upkeep(1) for bash, as 'upkeep completion' prints it.

            # The apps, services and checks that upkeepd looks after: what is so far to the right is theirs, and not of a part of one.
            _upkeep_names() {
              timeout 2 busctl --json=short call %1$s %2$s %3$s Status asb 0 true 2>/dev/null |
                grep -oE '\\\\n {4}\\\\"name\\\\" : \\\\"[^"\\]+' | sed 's/.*"//' | sort -u
            }

            # The receivers that are told: the last thing that upkeepd says of alerts.
            _upkeep_receivers() {
              timeout 2 busctl --json=short call %1$s %8$s %9$s Alerts b true 2>/dev/null |
                sed 's/.*\\\\"receivers\\\\" : {//' | grep -oE '\\\\n {4}\\\\"[^"\\]+' | sed 's/.*"//' | sort -u
            }

            _upkeep_units() { systemctl list-unit-files --no-legend --no-pager 2>/dev/null | cut -d ' ' -f 1; }

            # Completes the word that is being written with what is of that kind.
            _upkeep_complete() {
              case $1 in
                receivers) mapfile -t COMPREPLY < <(compgen -W "$(_upkeep_receivers)" -- "$2") ;;
                names) mapfile -t COMPREPLY < <(compgen -W "$(_upkeep_names)" -- "$2") ;;
                units) mapfile -t COMPREPLY < <(compgen -W "$(_upkeep_units)" -- "$2") ;;
                commands) mapfile -t COMPREPLY < <(compgen -c -- "$2") ;;
                directories) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
                files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
              esac
            }

            _upkeep() {
              local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' options='' operand='' word='' each
              COMPREPLY=()
              for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case $each in -*) ;; *) verb=$each; break ;; esac
              done
              case $verb in
                '') options='%4$s' ;;
            %5$s  esac
              case $verb:$previous in
            %6$s  esac
              case $current in
                -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
                *)
                  if [ -z "$verb" ]; then
                    mapfile -t COMPREPLY < <(compgen -W '%7$s' -- "$current")
                  elif [ -n "$word" ] && [[ " ${COMP_WORDS[*]:2:COMP_CWORD-2} " != *" $word "* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
                  else
                    _upkeep_complete "$operand" "$current"
                  fi
                  ;;
              esac
            }

            complete -F _upkeep upkeep
            """.formatted(
                        ControlServer.BUS_NAME,
                        ControlServer.PATH,
                        ControlServer.BUS_NAME + ".Manager",
                        "--help --version --debug",
                        verbs,
                        values,
                        String.join(" ", Verbs.all().keySet()),
                        ControlServer.ALERTS_PATH,
                        ControlServer.BUS_NAME + ".Alerts");
    }

    private static String options(CommandSpec spec) {
        return Stream.concat(visible(spec).map(OptionSpec::longestName), Stream.of("--help"))
                .sorted()
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static Stream<OptionSpec> visible(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.hidden());
    }

    /** What stands between the verb and its operands, as the {@code test} of {@code routes test}; it is labelled by itself. */
    private static String word(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .filter(BashCompletion::isWord)
                .findFirst()
                .orElse("");
    }

    private static boolean isWord(String label) {
        return label.equals(label.toLowerCase(Locale.ROOT));
    }

    private static String operand(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .filter(parameter -> !isWord(parameter.paramLabel()))
                .findFirst()
                .map(BashCompletion::kind)
                .orElse("nothing");
    }

    private static String kind(ArgSpec argument) {
        return KINDS.getOrDefault(argument.paramLabel(), "nothing");
    }

    /** The names of options that have a value, by what completes it. */
    private static Map<String, List<String>> byKind(CommandSpec spec) {
        return visible(spec)
                .filter(option -> option.arity().min() > 0)
                .collect(Collectors.groupingBy(
                        BashCompletion::kind,
                        TreeMap::new,
                        Collectors.flatMapping(option -> Stream.of(option.names()), Collectors.toList())));
    }
}
