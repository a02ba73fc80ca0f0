package upkeep.unit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.Calendar;
import upkeep.unit.ValueKind.Form;

/** The forms that values have, after systemd 252 and 257; where these differ, what either takes. */
final class Forms {

    private static final int REALTIME_SIGNALS = 30;
    private static final int SIGNALS = 64;
    private static final int LARGEST_CPU = 8191;
    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST_NAME = 255;
    private static final BigInteger LARGEST_MODE = BigInteger.valueOf(07777);
    private static final BigInteger WHOLE_PERCENT = BigInteger.valueOf(10_000);
    private static final BigInteger LARGEST_NICE = BigInteger.valueOf(40);
    private static final long MICROSECOND = 1_000;
    private static final long SECOND = 1_000_000_000;

    private static final Set<String> TRUTHS =
            Set.of("1", "yes", "y", "true", "t", "on", "0", "no", "n", "false", "f", "off");
    private static final Set<String> SIGNAL_NAMES = Set.of(
            "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS"
                    .split(" ", -1));
    private static final Pattern REALTIME = Pattern.compile("RTM(?:IN(?:\\+([0-9]{1,3}))?|AX(?:-([0-9]{1,3}))?)");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,30}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\-][A-Za-z0-9:_.\\\\@-]*\\.[a-z]+");
    private static final Pattern BUS_NAME = Pattern.compile("[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+");
    private static final Pattern DOCUMENT = Pattern.compile("(https?://|file:/|info:|man:).+", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("[-@:+!|]*(.*)", Pattern.DOTALL);

    private static final Pattern ABOVE_ROOT = Pattern.compile("^(/+\\.\\.)+(?=/|$)");

    private Forms() {}

    static Form truth() {
        return new Form("yes or no", "yes", value -> TRUTHS.contains(value.toLowerCase(Locale.ROOT)));
    }

    /** A time span; at least {@code least}, and finite, if that is there. */
    static Form span(Optional<String> least) {
        Function<String, Optional<BigInteger>> parse = text -> Numbers.span(text, MICROSECOND, SECOND);
        return least.map(text -> new Form(
                        "a time span of at least " + text,
                        "30s",
                        value -> parse.apply(value)
                                .filter(span -> !span.equals(Numbers.INFINITE)
                                        && span.compareTo(parse.apply(text).orElseThrow()) >= 0)
                                .isPresent()))
                .orElseGet(() -> new Form(
                        "a time span",
                        "30s, 5min 20s or infinity",
                        value -> mayExpand(value) || parse.apply(value).isPresent()));
    }

    static Form nanoseconds() {
        return new Form(
                "a time span, nanoseconds if it has no unit",
                "50us",
                value -> Numbers.span(value, 1, 1).isPresent());
    }

    /** Words are checked; systemd takes more numbers than {@link Calendar} does, so these are left to it. */
    static Form calendar() {
        return new Form(
                "a calendar expression",
                "Mon..Fri 02:30",
                value -> value.chars().anyMatch(c -> c == '*' || c == '%' || (c >= '0' && c <= '9'))
                        || Calendar.parse(value).isPresent());
    }

    static Form mode() {
        return new Form(
                "an octal mode up to 7777",
                "0750",
                value -> OCTAL.matcher(value).matches() && new BigInteger(value, 8).compareTo(LARGEST_MODE) <= 0);
    }

    /** A size of at least {@code least} bytes, K being {@code base}. */
    static Form size(int base, BigInteger least) {
        return new Form(
                "a size",
                "512M",
                value -> Numbers.size(value, base)
                        .filter(bytes -> bytes.compareTo(least) >= 0)
                        .isPresent());
    }

    static Form percent(boolean unlimited) {
        return unlimited
                ? new Form(
                        "a percentage",
                        "150%",
                        value -> Numbers.percent(value)
                                .filter(share -> share.signum() > 0)
                                .isPresent())
                : new Form(
                        "a percentage up to 100%",
                        "50%",
                        value -> Numbers.percent(value)
                                .filter(share -> share.compareTo(WHOLE_PERCENT) <= 0)
                                .isPresent());
    }

    static Form signal() {
        return new Form("a signal", "SIGTERM", Forms::isSignal);
    }

    private static boolean isSignal(String value) {
        Optional<BigInteger> number = Numbers.whole(value);
        if (number.isPresent()) {
            return number.get().signum() > 0 && number.get().compareTo(BigInteger.valueOf(SIGNALS)) <= 0;
        }
        String name = value.startsWith("SIG") ? value.substring("SIG".length()) : value;
        Matcher realtime = REALTIME.matcher(name);
        if (!realtime.matches()) {
            return SIGNAL_NAMES.contains(name);
        }
        String offset = Optional.ofNullable(realtime.group(1))
                .or(() -> Optional.ofNullable(realtime.group(2)))
                .orElse("0");
        return Integer.parseInt(offset) <= REALTIME_SIGNALS;
    }

    /** A path, before which each of {@code prefixes} may stand once, in that order. */
    static Form path(String prefixes) {
        return new Form("an absolute path", "/srv/data", value -> {
            String rest = value;
            for (int i = 0; i < prefixes.length(); i++) {
                rest = rest.startsWith(prefixes.substring(i, i + 1)) ? rest.substring(1) : rest;
            }
            return isPath(rest);
        });
    }

    private static boolean isPath(String value) {
        // 257 takes / for the folder above /, as the kernel does.
        String below = ABOVE_ROOT.matcher(value).replaceFirst("/");
        return value.startsWith("%")
                || (value.startsWith("/") && Arrays.stream(below.split("/", -1)).noneMatch(".."::equals));
    }

    static Form pathsWithColons() {
        return new Form(
                "absolute paths with colons between",
                "/usr/local/bin:/usr/bin",
                value -> mayExpand(value)
                        || Arrays.stream(value.split(":", -1)).allMatch(part -> part.isEmpty() || isPath(part)));
    }

    static Form conditionPath() {
        return new Form("an absolute path, perhaps with | or ! before it", "/srv/data", value -> {
            String rest = value.startsWith("|") ? value.substring(1) : value;
            return isPath(rest.startsWith("!") ? rest.substring(1) : rest);
        });
    }

    /** The name of a unit, of {@code type} if that is there. */
    static Form unit(Optional<String> type) {
        String example = "web." + type.orElse("service");
        String name = type.map(suffix -> "the name of a " + suffix).orElse("the name of a unit, with its type");
        return new Form(
                name,
                example,
                value -> mayExpand(value)
                        || (UNIT.matcher(value).matches()
                                && value.length() <= LONGEST_NAME
                                && UnitType.of(value)
                                        .map(UnitType::suffix)
                                        .filter(suffix ->
                                                type.isEmpty() || type.get().equals(suffix))
                                        .isPresent()));
    }

    static Form document() {
        return new Form(
                "a URL that begins with https:, http:, file:, info: or man:",
                "man:web(8)",
                value -> mayExpand(value) || DOCUMENT.matcher(value).matches());
    }

    static Form variable() {
        return new Form(
                "the name of a variable",
                "LANG",
                value -> mayExpand(value) || VARIABLE.matcher(value).matches());
    }

    static Form assignment() {
        return new Form("an assignment to a variable", "LANG=C.UTF-8", value -> {
            int equals = value.indexOf('=');
            return mayExpand(value)
                    || (equals > 0
                            && VARIABLE.matcher(value.substring(0, equals)).matches());
        });
    }

    /** The program only: what is behind it is the program's matter. */
    static Form command() {
        return new Form(
                "a command, its program an absolute path or a name alone, quotes closed",
                "/usr/bin/true --option",
                value -> {
                    Matcher matcher = COMMAND.matcher(value);
                    String line = matcher.matches() ? matcher.group(1) : "";
                    Optional<String> program = LooseWords.split(line)
                            .filter(words -> !words.isEmpty())
                            .map(List::getFirst);
                    return program.filter(name -> mayExpand(name) || isPath(name) || isName(name))
                            .isPresent();
                });
    }

    private static boolean isName(String program) {
        return program.indexOf('/') < 0 && !program.equals(".") && !program.equals("..");
    }

    static Form user() {
        return new Form(
                "the name or number of a user or group",
                "www-data",
                value -> mayExpand(value)
                        || (value.indexOf('/') < 0
                                && value.indexOf(':') < 0
                                && !value.equals(".")
                                && !value.equals("..")));
    }

    static Form busName() {
        return new Form(
                "a name on the bus",
                "org.example.Web1",
                value -> mayExpand(value)
                        || (value.length() <= LONGEST_NAME
                                && BUS_NAME.matcher(value).matches()));
    }

    static Form networkInterface(int longest) {
        return new Form(
                "the name of a network interface",
                "eth0",
                value -> value.length() <= longest
                        && !Set.of(".", "..", "all", "default").contains(value)
                        && value.chars().allMatch(c -> c > ' ' && c < 0x7f && ":/%".indexOf(c) < 0)
                        && !value.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    static Form errorNumber() {
        return new Form(
                "the name or number of an error",
                "EPERM",
                value -> value.matches("E[A-Z0-9]+")
                        || Numbers.whole(value)
                                .filter(number -> number.signum() > 0 && number.bitLength() <= 12)
                                .isPresent());
    }

    static Form hexadecimal() {
        return new Form("a hexadecimal mask", "0x33", value -> value.matches("(0[xX])?[0-9a-fA-F]{1,16}"));
    }

    static Form cpus() {
        return new Form(
                "numbers and ranges from 0 to " + LARGEST_CPU,
                "0-3 6",
                value -> mayExpand(value)
                        || Arrays.stream(value.split("[\\s,]+", -1)).allMatch(part -> part.isEmpty() || isRange(part)));
    }

    private static boolean isRange(String part) {
        String[] ends = part.split("-", 2);
        Optional<BigInteger> low = Numbers.whole(ends[0]);
        Optional<BigInteger> high = ends.length < 2 ? low : Numbers.whole(ends[1]);
        return low.isPresent()
                && high.isPresent()
                && low.get().signum() >= 0
                && low.get().compareTo(high.get()) <= 0
                && high.get().compareTo(BigInteger.valueOf(LARGEST_CPU)) <= 0;
    }

    static Form deviceAccess() {
        return new Form("a device, and then what is allowed of r, w and m", "/dev/null rw", value -> {
            int end = LooseWords.endOfFirst(value);
            String device = end < 0 ? "" : value.substring(0, end);
            return (mayExpand(device)
                            || device.startsWith("\"")
                            || device.startsWith("'")
                            || ((device.startsWith("/dev/") || device.startsWith("/run/systemd/inaccessible/"))
                                    && isPath(device)
                                    && !device.endsWith("/"))
                            || device.startsWith("block-")
                            || device.startsWith("char-"))
                    && value.substring(end).strip().chars().allMatch(c -> "rwm".indexOf(c) >= 0);
        });
    }

    /** A limit of setrlimit(2): one for both, or soft:hard. */
    static Form limit(String unit) {
        Function<String, Optional<BigInteger>> one = switch (unit) {
            case "count" ->
                text -> Numbers.whole(text)
                        .filter(number -> number.signum() >= 0 && number.compareTo(Numbers.INFINITE) < 0);
            case "size" -> text -> Numbers.size(text, 1024);
            case "seconds" -> text -> Numbers.span(text, MICROSECOND, SECOND);
            case "microseconds" -> text -> Numbers.span(text, MICROSECOND, MICROSECOND);
            case "nice" -> Forms::niceness;
            default -> throw new IllegalStateException("no limit counts " + unit);
        };
        Function<String, Optional<BigInteger>> finite = text ->
                text.equals("infinity") && !unit.equals("nice") ? Optional.of(Numbers.INFINITE) : one.apply(text);
        return new Form(
                unit.equals("nice")
                        ? "a limit from 0 to 40, or a nice level with its sign"
                        : "a limit, or a soft and a hard one with a colon between",
                switch (unit) {
                    case "count" -> "65536, or 1024:65536";
                    case "size" -> "512M, or 512M:1G";
                    case "nice" -> "+5";
                    default -> "30s, or 30s:1min";
                },
                value -> {
                    String[] ends = value.split(":", -1);
                    Optional<BigInteger> soft = finite.apply(ends[0]);
                    Optional<BigInteger> hard = ends.length == 1 ? soft : finite.apply(ends[1]);
                    return ends.length <= 2
                            && soft.isPresent()
                            && hard.isPresent()
                            && soft.get().compareTo(hard.get()) <= 0;
                });
    }

    private static Optional<BigInteger> niceness(String text) {
        BigInteger twenty = BigInteger.valueOf(20);
        boolean signed = text.startsWith("+") || text.startsWith("-");
        Optional<BigInteger> number =
                Numbers.whole(signed ? text.substring(1) : text).filter(value -> value.signum() >= 0);
        if (text.startsWith("+")) {
            return number.filter(value -> value.compareTo(twenty) < 0).map(twenty::subtract);
        }
        return text.startsWith("-")
                ? number.filter(value -> value.compareTo(twenty) <= 0).map(twenty::add)
                : number.filter(value -> value.compareTo(LARGEST_NICE) <= 0);
    }

    static Form address() {
        return new Form("an IP address, perhaps with /prefix", "10.0.0.0/8", Addresses::isPrefix);
    }

    /** Where a socket listens: a path, @abstract, a port, or ADDRESS:PORT. */
    static Form socketAddress() {
        return new Form(
                "a path, a port, or ADDRESS:PORT",
                "127.0.0.1:8080",
                value -> mayExpand(value)
                        || value.startsWith("/")
                        || value.startsWith("@")
                        || value.startsWith("vsock:")
                        || isPort(value)
                        || isHostAndPort(value));
    }

    private static boolean isHostAndPort(String value) {
        int colon = value.lastIndexOf(':');
        return colon > 0
                && (value.startsWith("[") || value.indexOf(':') == colon)
                && isPort(value.substring(colon + 1));
    }

    private static boolean isPort(String text) {
        return Numbers.whole(text)
                .filter(port -> port.signum() > 0 && port.compareTo(BigInteger.valueOf(LARGEST_PORT)) <= 0)
                .isPresent();
    }

    /** Whether a specifier in it makes another value of it. */
    static boolean mayExpand(String value) {
        return value.indexOf('%') >= 0;
    }
}
