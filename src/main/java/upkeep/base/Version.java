package upkeep.base;

import java.util.Optional;

/** The version of this upkeep. */
public final class Version {

    /** As the jar's manifest tells it; {@code 0-unpackaged} where the classes are not in a jar. */
    public static final String CURRENT = Optional.ofNullable(
                    Version.class.getPackage().getImplementationVersion())
            .orElse("0-unpackaged");

    private Version() {}
}
