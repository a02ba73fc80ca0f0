package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.STARTTLS;
import static upkeep.probe.script.Condition.given;
import static upkeep.probe.script.Condition.offers;
import static upkeep.probe.script.Grammars.CODE;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.compare;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.greeting;
import static upkeep.probe.script.Step.measure;
import static upkeep.probe.script.Step.require;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;

/** Mail: SMTP (RFC 5321, RFC 3207 for STARTTLS, RFC 4954 for AUTH, RFC 1870 for SIZE) and LMTP (RFC 2033). */
public final class Smtp {

    public static final Script SMTP = script("EHLO");
    public static final Script LMTP = script("LHLO");

    private static final String PLAIN = "(?im)^AUTH[ =](.* )?PLAIN( |$)";

    private Smtp() {}

    private static Script script(String hello) {
        Step.Ask greet = ask(hello, hello + " ${hello}\r\n", CODE, "250", Depth.QUERY);
        return Script.of(
                        greeting(CODE, "220"),
                        find("banner", "(?s)(.*)"),
                        when(given("banner"), compare("banner", "(?s)(.*)")),
                        greet,
                        new Step.Remember(),
                        when(
                                STARTTLS,
                                require("STARTTLS", "(?im)^STARTTLS$", FailureKind.TLS),
                                ask("STARTTLS", "STARTTLS\r\n", CODE, "220", Depth.BANNER)
                                        .forTls(),
                                new Step.Secure(),
                                greet,
                                new Step.Remember()),
                        measure("size-limit", "(?im)^SIZE ([0-9]+)$"),
                        find("capabilities", "(?s)^[^\\n]*\\n(.*)"),
                        when(
                                LOGIN.and(offers(PLAIN)),
                                ask("AUTH PLAIN", "AUTH PLAIN ${plain}\r\n", CODE, "235", Depth.LOGIN)
                                        .secretly()),
                        when(
                                LOGIN.and(offers(PLAIN).not()),
                                require("AUTH PLAIN or LOGIN", "(?im)^AUTH[ =](.* )?LOGIN( |$)", FailureKind.STATUS),
                                ask("AUTH LOGIN", "AUTH LOGIN\r\n", CODE, "334", Depth.QUERY),
                                ask("the user", "${user-base64}\r\n", CODE, "334", Depth.QUERY)
                                        .secretly(),
                                ask("the password", "${password-base64}\r\n", CODE, "235", Depth.LOGIN)
                                        .secretly()),
                        when(
                                given("recipient"),
                                ask("MAIL", "MAIL FROM:<${sender}>\r\n", CODE, "250", Depth.QUERY),
                                ask(
                                        "RCPT ${recipient}",
                                        "RCPT TO:<${recipient}>\r\n",
                                        CODE,
                                        "250 or 251",
                                        Depth.VALUE)))
                .leaving("QUIT", "QUIT\r\n", CODE);
    }
}
