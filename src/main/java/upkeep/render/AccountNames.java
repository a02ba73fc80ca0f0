package upkeep.render;

import java.util.regex.Pattern;

/** The names of users and groups that systemd takes without complaint; see sysusers.d(5), "User/Group Name Syntax". */
final class AccountNames {

    static final String RULE =
            "an account is named by at most 31 letters, digits, '_' and '-', and not by a digit first";

    /** The user upkeepd runs as. */
    static final String DAEMON = "upkeep";

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,30}");

    private AccountNames() {}

    static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }
}
