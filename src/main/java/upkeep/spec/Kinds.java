package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.ByteSize;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.unit.Quoting;

/** The kinds of single values that more than one key has. */
final class Kinds {

    private static final String SPAN_PATTERN =
            "^\\s*(infinity|[0-9][0-9.\\s]*((us|usec|µs|μs|ms|msec|s|sec|seconds?|m|min|minutes?|h|hr"
                    + "|hours?|d|days?|w|weeks?|M|months?|y|years?)[0-9.\\s]*)*)\\s*$";
    /** What services, targets, checks and the like can be called. */
    static final String NAME_PATTERN = "^[a-z][a-z0-9-]{0,63}$";

    static final String SIZE_PATTERN = "^\\s*(infinity|[0-9]+(\\.[0-9]+)?\\s*[KMGTPE]?B?)\\s*$";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,30}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*"
                    + "[A-Za-z0-9_])?)*\\.?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    static final Kind<Boolean> YES_OR_NO = Kind.of("true or false", "write true or false", text -> switch (text) {
                case "true", "yes", "on" -> Optional.of(true);
                case "false", "no", "off" -> Optional.of(false);
                default -> Optional.empty();
            })
            .shaped(new Shape.Truth());

    static final Kind<TimeSpan> TIME_SPAN = Kind.of(
                    "a time span", "write a number with a unit, such as 90s, 5min or 1h 30min", TimeSpan::parse)
            .matching(SPAN_PATTERN);

    /** A time span that is over some day, and not at once. */
    static final Kind<TimeSpan> FINITE = TIME_SPAN
            .where(span -> span.microseconds() > 0, "it must be more than zero", "write a time span such as 10s")
            .where(span -> !span.isInfinite(), "it must end some time", "write a time span such as 10s");

    /** A time span that may be infinite, but not zero, which systemd would take for infinity. */
    static final Kind<TimeSpan> NOT_ZERO = TIME_SPAN
            .where(
                    span -> span.microseconds() > 0,
                    "systemd takes zero for no limit",
                    "write infinity if that is meant")
            .called("time span, more than zero");

    static final Kind<ByteSize> SIZE = Kind.of(
                    "a size", "write a number with K, M, G or T, such as 512M", ByteSize::parse)
            .where(
                    size -> size.bytes() >= 1 << 20,
                    "no service runs in less than 1M",
                    "write a number with K, M, G or T, such as 512M")
            .matching(SIZE_PATTERN);

    static final Kind<Integer> CPU_PERCENT = Kind.of(
                    "a percentage",
                    "write a percentage of one processor, such as \"150%\" for one and a half",
                    text -> text.matches("[1-9][0-9]{0,5}%")
                            ? Optional.of(Integer.valueOf(text.substring(0, text.length() - 1)))
                            : Optional.empty())
            .shown(percent -> percent + "%")
            .called("percentage of one processor: `\"150%\"`", "percentages")
            .matching("^[1-9][0-9]{0,5}%$");

    static final Kind<Integer> PORT = Kind.whole(1, 65535);

    static final Kind<UnitName> UNIT = unit("service");

    static final Kind<UnitName> TIMER = unit("timer")
            .where(
                    unit -> unit.type().equals("timer"),
                    "it is no timer",
                    "name a timer, such as logrotate.timer; unit looks at all others")
            .called("timer")
            .matching("\\.timer$");

    /** What a unit is started with, which is mostly a target. */
    static final Kind<UnitName> WANTED_BY = unit("target");

    static final Kind<String> ACCOUNT_NAME = Kind.text(
                    text -> ACCOUNT.matcher(text).matches()
                            ? Optional.empty()
                            : Optional.of("it is not a user or group name"),
                    "names have letters, digits, _ and -, begin with a letter, and are at most 31 long")
            .called("account")
            .matching("^[A-Za-z_][A-Za-z0-9_-]{0,30}$");

    static final Kind<String> HOST_NAME = Kind.text(
                    text -> HOST.matcher(text).matches() || IPV6.matcher(text).matches()
                            ? Optional.empty()
                            : Optional.of("it is not a host name or address"),
                    "write a name such as www.example.org, or an address without brackets")
            .called("host name or address", "host names or addresses")
            .matching("^[A-Za-z0-9_.:%-]{1,254}$");

    static final Kind<String> ADDRESS = HOST_NAME
            .where(
                    text -> text.contains(":") || text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"),
                    "it is not an address",
                    "write an address such as 192.0.2.1 or 2001:db8::1")
            .called("address", "addresses")
            .matching("^[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?$");

    /** Any text that a process can be given: all but NUL and halves of surrogate pairs. */
    static final Kind<String> ANY_TEXT =
            Kind.text(text -> fault(text, true), "leave the character out; a process cannot be given it");

    /** A text on one line, as unit files can hold it. */
    static final Kind<String> LINE = Kind.text(
                    Kinds::lineFault, "unit files hold one line without control characters or blanks at its ends")
            .called("line")
            .matching("^[^\\s]([^\\r\\n]*[^\\s\\\\])?$");

    static final Kind<String> PATH = Kind.text(
                    text -> text.startsWith("/")
                            ? lineFault(text)
                            : Optional.of("it must be an absolute path, beginning with /"),
                    "write the whole path, such as /srv/app")
            .called("path")
            .matching("^/[^\\r\\n]*$");

    private Kinds() {}

    /** A whole unit name; {@code type} is what someone who left the type out most likely meant. */
    private static Kind<UnitName> unit(String type) {
        return new Kind<>(
                text -> UnitName.parse(text).filter(unit -> !unit.stem().endsWith("@")),
                text -> text.contains("@.") ? "it is a template, which cannot run by itself" : "it is not a unit name",
                text -> {
                    if (text.contains("@.")) {
                        return "name an instance, such as " + text.replace("@.", "@1.");
                    }
                    return UnitName.parse(text + "." + type).isPresent()
                            ? "write the whole name: " + text + "." + type
                            : "unit names have letters, digits and :_.\\- and end in a type such as ." + type;
                },
                UnitName::text,
                new Shape.Text("unit", "units", "^[A-Za-z0-9:_.\\\\@-]+\\.[a-z]+$"));
    }

    /** Whether a host is this machine itself, by the way it is written. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isVariable(String text) {
        return VARIABLE.matcher(text).matches();
    }

    static Kind<String> oneOf(List<String> words) {
        return new Kind<>(
                text -> words.contains(text) ? Optional.of(text) : Optional.empty(),
                text -> "it must be one of " + String.join(", ", words),
                text -> upkeep.base.Nearest.to(text, words)
                        .map(word -> "did you mean " + Quoted.text(word) + "?")
                        .orElse("write one of these words"),
                text -> text,
                new Shape.Words(words));
    }

    private static Optional<String> lineFault(String text) {
        Optional<String> fault = fault(text, false);
        if (fault.isPresent()) {
            return fault;
        }
        if (!text.equals(text.strip()) || text.isEmpty()) {
            return Optional.of(text.isEmpty() ? "it is empty" : "it has blanks at its ends");
        }
        return text.endsWith("\\") ? Optional.of("it ends in a backslash") : Optional.empty();
    }

    /** Names the first character of {@code text} that cannot be passed on. */
    static Optional<String> fault(String text, boolean controlsAllowed) {
        return text.codePoints()
                .filter(c -> c == 0
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        || Quoting.isNoncharacter(c)
                        || (!controlsAllowed && Character.isISOControl(c)))
                .mapToObj(c -> "it contains the character " + Quoted.codePoint(c))
                .findFirst();
    }
}
