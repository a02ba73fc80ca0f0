package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.target.FileTarget;
import upkeep.target.HttpVersion;
import upkeep.target.SipTarget;
import upkeep.target.StatusRange;

/** What holds where a spec says nothing. Every default of the language stands here and nowhere else. */
final class Defaults {

    static final Execution.Type TYPE = Execution.Type.EXEC;
    static final boolean DYNAMIC_USER = false;
    static final TimeSpan START_TIMEOUT = TimeSpan.ofSeconds(90);
    static final TimeSpan READY_DEADLINE = TimeSpan.ofSeconds(90);
    static final TimeSpan START_AFTER_READY = TimeSpan.ofSeconds(30);
    static final String STOP_SIGNAL = "TERM";
    static final TimeSpan STOP_TIMEOUT = TimeSpan.ofSeconds(20);
    static final UnitName WANTED_BY = new UnitName("multi-user.target");

    static final TimeSpan RESTART_DELAY = TimeSpan.ofMillis(100);
    static final TimeSpan RESTART_MAX_DELAY = TimeSpan.ofSeconds(300);
    static final Restart.Budget RESTART_BUDGET = new Restart.Budget(5, TimeSpan.ofSeconds(600));

    static final Rotation.Every ROTATE_EVERY = Rotation.Every.DAILY;
    static final int ROTATE_KEEP = 14;
    static final boolean ROTATE_COMPRESS = true;
    static final boolean ROTATE_DELAY_COMPRESS = true;
    static final String ROTATE_MODE = "0640";
    static final String DIRECTORY_MODE = "0755";
    static final TimeSpan VERIFY = TimeSpan.ofSeconds(10);
    static final boolean ROLLBACK = true;
    static final int MAX_UNAVAILABLE = 1;

    static final TimeSpan ALERT_DELAY = TimeSpan.ofSeconds(30);
    static final TimeSpan ALERT_INTERVAL = TimeSpan.ofSeconds(300);
    static final TimeSpan ALERT_REPEAT = TimeSpan.ofSeconds(4 * 3_600);
    static final Optional<Calendar> ALERT_DIGEST = Calendar.parse("*-*-* 08:00");
    static final Optional<Calendar> ALERT_SELF_TEST = Calendar.parse("Mon *-*-* 10:00");
    static final Receiver.Budget ALERT_BUDGET = new Receiver.Budget(30, TimeSpan.ofSeconds(3_600));
    static final TimeSpan ALERT_FALLBACK = TimeSpan.ofSeconds(600);
    static final TimeSpan MAIL_TIMEOUT = TimeSpan.ofSeconds(30);
    static final String MAIL_HOST = "localhost";
    static final int MAIL_PORT = 25;
    static final int SUBMISSION_PORT = 587;
    static final int SUBMISSION_TLS_PORT = 465;
    /** Whoever sends it writes the name of the machine behind. */
    static final String MAIL_FROM = "upkeep@";

    static final String SENDMAIL = "/usr/sbin/sendmail";

    /** Whom sendmail(8) runs as: anybody may call it; this one is on every Debian and owns nothing, and is not upkeepd's own. */
    static final String SENDMAIL_USER = "daemon";

    static final URI TELEGRAM = URI.create("https://api.telegram.org");
    static final URI NTFY = URI.create("https://ntfy.sh");
    static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");
    static final String SYSLOG_FACILITY = "daemon";
    static final TimeSpan DRAIN = TimeSpan.ofSeconds(10);

    static final Hardening.RuntimeKind RUNTIME = Hardening.RuntimeKind.NATIVE;
    static final Hardening.Network NETWORK = Hardening.Network.ANY;

    static final TimeSpan STARTUP_EVERY = TimeSpan.ofSeconds(2);
    static final TimeSpan PROBE_EVERY = TimeSpan.ofSeconds(10);
    static final TimeSpan JITTER = TimeSpan.ZERO;
    static final int RETRIES = 0;
    static final TimeSpan RETRY_AFTER = TimeSpan.ofSeconds(1);
    static final int FAILURES = 3;
    static final int SUCCESSES = 1;
    static final int MOST_FAILURES = 100_000;
    static final TimeSpan PROGRAM_TIMEOUT = TimeSpan.ofSeconds(30);

    static final String HTTP_METHOD = "GET";
    static final List<StatusRange> HTTP_STATUS = List.of(new StatusRange(200, 299));
    static final int HTTP_REDIRECTS = 0;
    static final HttpVersion HTTP_VERSION = HttpVersion.HTTP_1_1;
    static final int HTTP_PORT = 80;
    static final int HTTPS_PORT = 443;
    static final String APACHE_STATUS = "/server-status";
    static final String METRICS_PATH = "/metrics";
    static final boolean VERIFY_TLS = true;
    static final String LOCAL_HOST = "127.0.0.1";
    static final boolean ALL_ADDRESSES = false;
    static final String DIALOGUE_UNTIL = "\n";
    static final String UDP_SEND = "\n";
    static final String HELLO = "localhost";
    static final boolean ALLOW_PLAINTEXT_LOGIN = false;
    static final String LDAP_VERSION = "3";
    /** The mail that a policy server is asked about: names and an address that stand for nobody. */
    static final String POLICY_STATE = "RCPT";

    static final String POLICY_CLIENT_ADDRESS = "192.0.2.1";
    static final String POLICY_CLIENT_NAME = "client.example.com";
    static final String POLICY_HELO_NAME = "client.example.com";
    static final String POLICY_SENDER = "sender@example.com";
    static final String POLICY_RECIPIENT = "recipient@example.org";

    static final int NTP_PORT = 123;
    static final TimeSpan NTP_MAX_OFFSET = TimeSpan.ofMillis(100);

    static final int DNS_PORT = 53;
    static final int DNS_TLS_PORT = 853;
    static final boolean DNS_RECURSION = true;
    static final boolean DNS_AUTHORITATIVE = false;
    static final boolean DNS_AUTHENTICATED = false;

    static final int PING_COUNT = 3;
    static final TimeSpan PING_INTERVAL = TimeSpan.ofMillis(200);
    static final int PING_SIZE = 56;

    static final TimeSpan CLOCK_MAX_OFFSET = TimeSpan.ofMillis(100);
    static final TimeSpan CLOCK_MAX_ROOT_DISTANCE = TimeSpan.ofSeconds(1);
    static final int CLOCK_MAX_STRATUM = 15;
    static final int CLOCK_MIN_REACH = 1;
    static final TimeSpan CLOCK_PATIENCE = TimeSpan.ofSeconds(300);

    static final TimeSpan TIMER_GRACE = TimeSpan.ofSeconds(300);
    static final TimeSpan CHECK_IN_EVERY = TimeSpan.ofSeconds(60);
    static final int HEARTBEAT_FAILURES = 1;
    static final boolean TIMER_ONCE = false;
    static final boolean TIMER_RESULT = true;

    static final boolean FILE_EXISTS = true;
    static final boolean FILE_FOLLOW = true;
    static final FileTarget.From FILE_FROM = FileTarget.From.END;
    static final boolean FILE_WHOLE = false;
    static final boolean DIRECTORY_RECURSIVE = false;
    static final List<StatusRange> PROGRAM_STATUS = List.of(new StatusRange(0, 0));
    static final int RADIUS_PORT = 1812;
    static final int SIP_PORT = 5060;
    static final int SIP_TLS_PORT = 5061;
    static final SipTarget.Transport SIP_TRANSPORT = SipTarget.Transport.UDP;
    static final int SIP_MAX_FORWARDS = 70;
    static final String WEBSOCKET_PATH = "/";
    static final String AMQP_VIRTUAL_HOST = "/";
    static final String MQTT_VERSION = "3.1.1";

    /** Stands in for the unit of a service whose own name is refused. */
    static final UnitName UNNAMED = new UnitName("unnamed.service");

    static final UnitName UNNAMED_TIMER = new UnitName("unnamed.timer");
    static final UnitName UNNAMED_SOCKET = new UnitName("unnamed.socket");
    static final UnitName UNNAMED_MOUNT = new UnitName("unnamed.mount");
    static final UnitName UNNAMED_SWAP = new UnitName("unnamed.swap");
    static final UnitName UNNAMED_PATH = new UnitName("unnamed.path");
    static final UnitName UNNAMED_SLICE = new UnitName("unnamed.slice");

    private Defaults() {}

    static Restart.Policy policy(boolean adopted, Execution.Type type) {
        if (adopted) {
            return Restart.Policy.UNIT;
        }
        return type == Execution.Type.ONESHOT ? Restart.Policy.NO : Restart.Policy.ALWAYS;
    }

    /** The time for a start, in which what it waits for must have been told to have failed. */
    static TimeSpan startTimeout(Optional<TimeSpan> deadline) {
        long needed = deadline.map(TimeSpan::microseconds).orElse(0L) + START_AFTER_READY.microseconds();
        return new TimeSpan(Math.max(START_TIMEOUT.microseconds(), needed));
    }

    /** How long it may take to see that a service has stayed up for so long, on a machine that is short of time as well. */
    static TimeSpan settling(TimeSpan uptime) {
        return new TimeSpan(uptime.microseconds() + START_AFTER_READY.microseconds());
    }

    /** As many failures as fit into the time a start may take, since a failing check is probed again this soon. */
    static int startupFailures(TimeSpan startTimeout, TimeSpan every) {
        long pause = Math.min(every.microseconds(), Check.SUSPECT_EVERY.microseconds());
        long spanning = startTimeout.isInfinite()
                ? MOST_FAILURES
                : Math.ceilDiv(startTimeout.microseconds(), Math.max(pause, 1));
        return Math.toIntExact(Math.clamp(spanning, FAILURES, MOST_FAILURES));
    }

    /** More than half. */
    static int quorum(int servers) {
        return servers / 2 + 1;
    }
}
