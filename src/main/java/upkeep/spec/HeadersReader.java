package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the headers of a request in HTTP, from the map under {@code headers}. */
final class HeadersReader {

    private final Fields fields;
    private final List<String> ours;

    /**
     * @param ours the headers that upkeep sets itself, in lower case
     */
    HeadersReader(Fields fields, List<String> ours) {
        this.fields = fields;
        this.ours = ours;
    }

    /**
     * @param set the headers that other keys have set, in lower case
     */
    Map<String, String> read(List<String> set) {
        Map<String, String> headers = new LinkedHashMap<>();
        Fields names = fields.map(PageKeys.HEADERS);
        List<String> seen = new ArrayList<>(set);
        for (Node.Entry entry : names.all()) {
            String lower = entry.key().toLowerCase(Locale.ROOT);
            String fault = PageKeys.TOKEN.matcher(entry.key()).matches() ? "" : "it is not a header's name";
            fault = ours.contains(lower) ? "upkeep sets it itself" : fault;
            fault = seen.contains(lower) ? "it is already set" : fault;
            seen.add(lower);
            if (!fault.isEmpty()) {
                fields.report()
                        .error(entry.keyPosition(), "cannot set header " + Quoted.text(entry.key()) + ": " + fault);
            }
            names.read(PageKeys.HEADERS.form().named(entry.key())).ifPresent(value -> headers.put(entry.key(), value));
        }
        return headers;
    }
}
