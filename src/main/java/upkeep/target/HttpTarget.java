package upkeep.target;

import java.util.List;
import java.util.stream.Stream;

/** A web page: what is asked for, and which answer passes. */
public record HttpTarget(HttpCall call, HttpWanted wanted) implements Target {
    @Override
    public String kind() {
        return "http";
    }

    @Override
    public String text() {
        return call.text();
    }

    @Override
    public List<String> hosts() {
        return call.hosts();
    }

    @Override
    public List<String> measurements() {
        return Stream.concat(HttpCall.MEASUREMENTS.stream(), named()).toList();
    }

    @Override
    public List<String> texts() {
        return Stream.concat(TlsOptions.TEXTS.stream(), named()).toList();
    }

    @Override
    public MeasurementUnit unit(String measurement) {
        return HttpCall.MEASUREMENTS.contains(measurement)
                ? MeasurementUnit.of(measurement)
                : MeasurementUnit.ofOthers(measurement);
    }

    /** What of the page's JSON has a name: whether it is a number or a text, the answer shows. */
    private Stream<String> named() {
        return wanted.json().stream().flatMap(test -> test.name().stream());
    }
}
