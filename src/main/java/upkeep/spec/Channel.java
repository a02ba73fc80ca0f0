package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.TimeSpan;
import upkeep.target.Login;
import upkeep.target.Secret;

/** How a receiver is reached. Addresses of servers do not end in a slash. */
public sealed interface Channel {

    /** As it is written in a spec. */
    String word();

    /** The program that tells it, where one does. */
    default Optional<ProgramUnit> program() {
        return Optional.empty();
    }

    /**
     * Mail (RFC 5321, RFC 5322).
     *
     * @param to addresses, one at least
     * @param from the sender; with nothing behind its {@code @}, whoever sends it fills in the name of the machine
     * @param replyTo who gets answers, if not the sender
     * @param servers tried in this order until one takes the message; one at least
     */
    record Mail(List<String> to, String from, Optional<String> replyTo, List<MailServer> servers) implements Channel {
        public Mail {
            to = List.copyOf(to);
            servers = List.copyOf(servers);
        }

        @Override
        public String word() {
            return "mail";
        }
    }

    /**
     * A server that takes mail.
     *
     * @param helo what this machine calls itself there; its own name if it is not said
     * @param verify whether the server's certificate must be trusted and name the host
     * @param timeout for all that is said there for one message
     */
    record MailServer(
            String host,
            int port,
            Security security,
            boolean verify,
            Optional<Login> login,
            Optional<String> helo,
            TimeSpan timeout) {

        /** How what is said there is kept from others. */
        public enum Security {
            /** Not at all. */
            NONE,
            /** By STARTTLS, which must work (RFC 3207). */
            STARTTLS,
            /** TLS from the first octet on (RFC 8314). */
            TLS
        }
    }

    /**
     * An address that is told by POST. One that holds a secret, as those of chat services do, is kept as one.
     *
     * @param url where it is no secret
     * @param secret where it is one; one of both is there
     */
    record Address(Optional<URI> url, Optional<Secret> secret) {}

    /**
     * JSON for whoever wants it.
     *
     * @param headers sent besides ours
     * @param token sent as {@code Authorization: Bearer}
     * @param key signs the body by HMAC-SHA256 (RFC 2104)
     * @param template the name of a template in place of the one that upkeep has for it
     */
    record Webhook(
            Address address,
            SortedMap<String, String> headers,
            Optional<Secret> token,
            Optional<Secret> key,
            Optional<String> template)
            implements Channel {
        public Webhook {
            headers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(headers)));
        }

        @Override
        public String word() {
            return "webhook";
        }
    }

    /** A room of Slack, Mattermost or Teams, by an address that such a room gives to whom may write there. */
    record Chat(Kind kind, Address address) implements Channel {

        /** Which of them. */
        public enum Kind {
            SLACK,
            MATTERMOST,
            TEAMS
        }

        @Override
        public String word() {
            return kind.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A room of Matrix (client-server API, {@code PUT /_matrix/client/v3/rooms/../send/m.room.message/..}).
     *
     * @param server of the account that writes
     * @param room its id, beginning with {@code !}
     */
    record Matrix(URI server, String room, Secret token) implements Channel {
        @Override
        public String word() {
            return "matrix";
        }
    }

    /**
     * A chat of Telegram (Bot API, sendMessage).
     *
     * @param chat its number, or the name of a channel beginning with {@code @}
     */
    record Telegram(URI server, String chat, Secret token) implements Channel {
        @Override
        public String word() {
            return "telegram";
        }
    }

    /** A topic of ntfy. */
    record Ntfy(URI server, String topic, Optional<Secret> token) implements Channel {
        @Override
        public String word() {
            return "ntfy";
        }
    }

    /** An application of Gotify. */
    record Gotify(URI server, Secret token) implements Channel {
        @Override
        public String word() {
            return "gotify";
        }
    }

    /**
     * PagerDuty, or who speaks as it does (Events API v2).
     *
     * @param key of the integration
     */
    record PagerDuty(URI url, Secret key) implements Channel {
        @Override
        public String word() {
            return "pagerduty";
        }
    }

    /**
     * Alertmanager (API v2), which routes for itself.
     *
     * @param servers all of which are told, as its documentation asks for
     */
    record Alertmanager(List<URI> servers, Optional<Secret> token) implements Channel {
        public Alertmanager {
            servers = List.copyOf(servers);
        }

        @Override
        public String word() {
            return "alertmanager";
        }
    }

    /** The system log of this machine, by its socket (RFC 3164). */
    record Syslog(String facility) implements Channel {
        @Override
        public String word() {
            return "syslog";
        }
    }

    /**
     * A program of the operator's, which gets the message on its standard input.
     *
     * @param unit of which the program is
     * @param template the name of a template in place of the one that upkeep has for it
     */
    record Program(ProgramUnit unit, Optional<String> template) implements Channel {
        @Override
        public String word() {
            return "exec";
        }

        @Override
        public Optional<ProgramUnit> program() {
            return Optional.of(unit);
        }
    }

    /**
     * The mail system of this machine, by its sendmail(8): the same mail as {@link Mail} has, without a server.
     *
     * @param unit of which sendmail is, with the addresses as arguments
     * @param to addresses, one at least
     * @param from as in {@link Mail}
     * @param replyTo who gets answers, if not the sender
     */
    record Sendmail(ProgramUnit unit, List<String> to, String from, Optional<String> replyTo) implements Channel {
        public Sendmail {
            to = List.copyOf(to);
        }

        @Override
        public String word() {
            return "sendmail";
        }

        @Override
        public Optional<ProgramUnit> program() {
            return Optional.of(unit);
        }
    }
}
