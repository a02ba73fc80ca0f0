package upkeep.probe.script;

import static upkeep.probe.script.Condition.LOGIN;
import static upkeep.probe.script.Condition.STARTTLS;
import static upkeep.probe.script.Condition.answered;
import static upkeep.probe.script.Grammars.CODE;
import static upkeep.probe.script.Step.ask;
import static upkeep.probe.script.Step.find;
import static upkeep.probe.script.Step.greeting;
import static upkeep.probe.script.Step.when;

import upkeep.core.Observation.Depth;

/** Files, FTP (RFC 959, RFC 4217 for AUTH TLS). Nothing is transferred, so no second connection is opened. */
public final class Ftp {

    /** A server need not know FEAT (RFC 2389), nor tell it to strangers; it must answer. */
    public static final Script SCRIPT = Script.of(
                    greeting(CODE, "220"),
                    find("banner", "(?s)(.*)"),
                    when(
                            STARTTLS,
                            ask("AUTH TLS", "AUTH TLS\r\n", CODE, "234", Depth.BANNER)
                                    .forTls(),
                            new Step.Secure()),
                    ask("FEAT", "FEAT\r\n", CODE, "211 or 500 or 502 or 530", Depth.QUERY),
                    when(
                            LOGIN,
                            ask("USER", "USER ${user}\r\n", CODE, "331 or 230", Depth.QUERY),
                            when(
                                    answered("331"),
                                    ask("PASS", "PASS ${password}\r\n", CODE, "230 or 202", Depth.LOGIN)
                                            .secretly())))
            .leaving("QUIT", "QUIT\r\n", CODE);

    private Ftp() {}
}
