package upkeep.unit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.unit.ValueKind.Each;
import upkeep.unit.ValueKind.Form;
import upkeep.unit.ValueKind.PerDevice;
import upkeep.unit.ValueKind.Whole;
import upkeep.unit.ValueKind.Words;

/** Reads the kinds of values as the table of directives has them: several with {@code |} between, of which one must fit. */
final class ValueKindReader {

    private static final Pattern ALTERNATIVES = Pattern.compile(" | ", Pattern.LITERAL);

    private ValueKindReader() {}

    /** The kind that a text of the table means; throws IllegalStateException if it means none. */
    static ValueKind read(String text) {
        if (text.startsWith("device ")) {
            return new PerDevice(read(text.substring("device ".length())));
        }
        List<String> parts = Arrays.asList(ALTERNATIVES.split(text, -1));
        int each = 0;
        while (each < parts.size() && !parts.get(each).startsWith("each ")) {
            each++;
        }
        List<ValueKind> kinds = new ArrayList<>(
                parts.subList(0, each).stream().map(ValueKindReader::one).toList());
        if (each < parts.size()) {
            kinds.add(each(parts.subList(each, parts.size())));
        }
        return ValueKind.either(kinds.stream());
    }

    /** What follows {@code each} is asked of every word, alternatives included. */
    private static ValueKind each(List<String> parts) {
        List<String> rest = new ArrayList<>(parts);
        String first = rest.getFirst().substring("each ".length());
        boolean inverted = first.startsWith("~ ");
        rest.set(0, inverted ? first.substring(2) : first);
        return new Each(ValueKind.either(rest.stream().map(ValueKindReader::one)), inverted);
    }

    private static ValueKind one(String text) {
        List<String> words = Arrays.asList(text.split(" ", -1));
        List<String> arguments = words.subList(1, words.size());
        Optional<String> argument = arguments.stream().findFirst();
        return switch (words.getFirst()) {
            case "text" -> Form.TEXT;
            case "words" -> words(arguments);
            case "integer" -> new Whole(new BigInteger(arguments.getFirst()), new BigInteger(arguments.getLast()));
            case "boolean" -> Forms.truth();
            case "time-span" -> Forms.span(argument);
            case "nanoseconds" -> Forms.nanoseconds();
            case "calendar" -> Forms.calendar();
            case "mode" -> Forms.mode();
            case "size" -> Forms.size(1024, argument.map(BigInteger::new).orElse(BigInteger.ZERO));
            case "size-1000" -> Forms.size(1000, argument.map(BigInteger::new).orElse(BigInteger.ZERO));
            case "percent" -> Forms.percent(argument.isPresent());
            case "signal" -> Forms.signal();
            case "path" -> Forms.path(argument.orElse(""));
            case "paths-with-colons" -> Forms.pathsWithColons();
            case "condition" -> Forms.conditionPath();
            case "unit" -> Forms.unit(argument);
            case "url" -> Forms.document();
            case "variable" -> Forms.variable();
            case "assignment" -> Forms.assignment();
            case "command" -> Forms.command();
            case "user" -> Forms.user();
            case "bus-name" -> Forms.busName();
            case "interface" -> Forms.networkInterface(Integer.parseInt(argument.orElseThrow()));
            case "errno" -> Forms.errorNumber();
            case "hexadecimal" -> Forms.hexadecimal();
            case "cpus" -> Forms.cpus();
            case "device-access" -> Forms.deviceAccess();
            case "limit" -> Forms.limit(argument.orElseThrow());
            case "address" -> Forms.address();
            case "socket-address" -> Forms.socketAddress();
            default -> throw new IllegalStateException("the table of directives has the unknown kind " + text);
        };
    }

    private static Words words(List<String> texts) {
        Map<String, Integer> versions = new HashMap<>();
        List<String> words = new ArrayList<>();
        for (String text : texts) {
            int at = text.indexOf('@');
            String word = at < 0 ? text : text.substring(0, at);
            words.add(word);
            versions.put(word, at < 0 ? 0 : Integer.parseInt(text.substring(at + 1)));
        }
        return new Words(versions, words);
    }
}
