package upkeep.spec;

import static upkeep.spec.DirectiveKey.words;

import java.util.Optional;

/** Variables that come from elsewhere than the spec, or shall not come. */
final class EnvironmentKeys {

    private static final Kind<String> VARIABLE = Kind.text(
                    text -> Kinds.isVariable(text) ? Optional.empty() : Optional.of("it is not a variable name"),
                    "names have letters, digits and _, and begin with no digit")
            .called("variable")
            .matching("^[A-Za-z_][A-Za-z0-9_]*$");

    static final DirectiveKey<Form.Values<String>> PASS =
            words("PassEnvironment", "pass-environment", VARIABLE, "variables of systemd itself that it is given, too");
    static final DirectiveKey<Form.Values<String>> UNSET = words(
            "UnsetEnvironment", "unset-environment", VARIABLE, "variables that it is not given, whoever sets them");

    private EnvironmentKeys() {}
}
