package upkeep.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The suites that a run is for: all, or the one that the system property names. */
final class SuiteArguments implements ArgumentsProvider {
    private static final String PROPERTY = "upkeep.lab.suite";

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return suites(System.getProperty(PROPERTY, "")).stream().map(Arguments::of);
    }

    static List<Suite> suites(String wanted) {
        List<Suite> suites = Arrays.stream(Suite.values())
                .filter(suite -> wanted.isEmpty() || suite.codename().equals(wanted))
                .toList();
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("cannot select the suite '" + wanted + "': known are "
                    + Arrays.stream(Suite.values()).map(Suite::codename).toList());
        }
        return suites;
    }
}
