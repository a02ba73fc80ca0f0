package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.ByteSize;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.unit.Addresses;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;
import upkeep.unit.UnitType;

/** What systemd listens on for a service; see systemd.socket(5). */
final class ListeningKeys {

    static final String SOCKET_SECTION = "Socket";
    static final String STARTED_BY = "sockets.target";

    /** Filled in before it is handed on. */
    private static final String PORT = "${port}";

    private static final Pattern WITH_PORT = Pattern.compile(
            "(?:(?<four>[0-9.]+):|\\[(?<six>[0-9A-Fa-f:.]+)]:)?(?<port>[0-9]{1,5})(?:%[A-Za-z0-9_.-]{1,15})?");

    private static final Kind<String> ADDRESS = Kind.text(
                    text -> isListenedOn(text.replace(PORT, "1"))
                            ? fault("ListenStream", text.replace(PORT, "1"))
                            : Optional.of("it is neither a port, nor an address with a port, nor a path"),
                    "write a port, such as 8080, an address with it, such as \"127.0.0.1:80\" or \"[::1]:80\", or a path")
            .called("port, `ADDRESS:PORT`, `[ADDRESS]:PORT`, path or `@NAME`", "addresses")
            .matching("^(@|/|[0-9A-Za-z\\[$])");

    /** As systemd names them. */
    private static final Set<String> FAMILIES = Set.of(
            "route",
            "firewall",
            "inet-diag",
            "nflog",
            "xfrm",
            "selinux",
            "iscsi",
            "audit",
            "fib-lookup",
            "connector",
            "netfilter",
            "ip6-fw",
            "dnrtmsg",
            "kobject-uevent",
            "generic",
            "scsitransport",
            "ecryptfs",
            "rdma");

    private static final Kind<String> NETLINK = Kind.text(
                    text -> FAMILIES.contains(text.replaceFirst(" [0-9]{1,10}$", ""))
                            ? Optional.empty()
                            : Optional.of("it is not a family of netlink"),
                    "write such as kobject-uevent, or \"audit 1\" with a multicast group; netlink(7) has them all")
            .called("netlink family, with a group if need be", "netlink families")
            .matching("^[a-z-]+( [0-9]+)?$");

    private static final Kind<String> QUEUE = Kind.text(
                    text -> text.matches("/[^/\\s%]{1,254}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a message queue"),
                    "write a slash and a name, such as /orders")
            .called("name of a message queue", "names of message queues")
            .matching("^/[^/\\s%]{1,254}$");

    private static final Kind<String> INTERFACE = Kind.text(
                    text -> fault("BindToDevice", text), "write the name of a network interface, such as eth0")
            .called("network interface", "network interfaces");

    private static final Kind<String> DESCRIPTOR = Kind.text(
                    text -> text.matches("[A-Za-z0-9_.-]{1,255}")
                            ? Optional.empty()
                            : Optional.of("it is not a name that can be told from others"),
                    "write letters, digits, _, . and -")
            .called("name")
            .matching("^[A-Za-z0-9_.-]{1,255}$");

    private static final Kind<String> CONGESTION = Kind.text(
                    text -> text.matches("[a-z0-9_]{1,15}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of an algorithm"),
                    "write one of /proc/sys/net/ipv4/tcp_available_congestion_control, such as bbr")
            .called("algorithm")
            .matching("^[a-z0-9_]{1,15}$");

    /** Half of what an int holds: the kernel doubles it. */
    private static final long MOST_BUFFER = 1 << 30;

    private static final Kind<ByteSize> BUFFER = Kind.of(
                    "a size", "write a number with K or M, such as 256K", ByteSize::parse)
            .where(
                    size -> size.bytes() >= 1 && size.bytes() <= MOST_BUFFER,
                    "it must be from 1 byte to 1G",
                    "write a number with K or M, such as 256K")
            .called("size, `1` to `1G`")
            .matching(Kinds.SIZE_PATTERN);

    private static final Kind<Integer> COUNT = Kind.whole(1, 1_000_000_000);
    private static final Kind<TimeSpan> SPAN = Kinds.FINITE;

    static final DirectiveKey<Values<String>> LISTEN = listened(
            "ListenStream",
            Key.values("listen", ADDRESS)
                    .means("TCP, or a stream socket in the file system; `${port}` is the service's `port`"));
    static final DirectiveKey<Values<String>> SEQUENTIAL_PACKET = listened(
            "ListenSequentialPacket",
            Key.values("sequential-packet", Kinds.PATH).means("a socket in the file system that keeps packets apart"));

    /** The keys of which one must be written. */
    static final List<DirectiveKey<?>> LISTENING = List.of(
            LISTEN,
            listened(
                    "ListenDatagram",
                    Key.values("datagram", ADDRESS).means("UDP, or a datagram socket in the file system")),
            SEQUENTIAL_PACKET,
            listened("ListenFIFO", Key.values("fifo", Kinds.PATH).means("a named pipe")),
            listened(
                    "ListenSpecial",
                    Key.values("special", Kinds.PATH).means("a device or a file of `/proc` or `/sys`")),
            listened("ListenNetlink", Key.values("netlink", NETLINK).means("what the kernel tells")),
            listened("ListenMessageQueue", Key.values("message-queue", QUEUE).means("a queue of mq_overview(7)")));

    static final Key<Value<Boolean>> ON_DEMAND = truth("on-demand")
            .means("the service is not started before somebody connects; being down is no fault then");
    static final Key<Value<Boolean>> ACCEPT = truth("accept")
            .means("`Accept=`: systemd accepts each connection, and starts a process of its own for it, see below");
    static final Key<Value<Boolean>> STANDARD_INPUT = truth("standard-input")
            .means(
                    "`StandardInput=socket`: the service has the socket, or the connection, as its standard input, as FastCGI"
                            + " and inetd want it");
    /** How often it may do something. */
    static final List<DirectiveKey<?>> LIMITS = List.of(
            DirectiveKey.rate(
                    SOCKET_SECTION,
                    "TriggerLimit",
                    Key.value("trigger-limit", RestartKeys.RATE)
                            .otherwise("`20 per 2s`; `200 per 2s` with `accept`")
                            .means(
                                    "how often it may start the service at most; the socket fails once that is exceeded")),
            DirectiveKey.rate(
                    SOCKET_SECTION,
                    "PollLimit",
                    Key.value("poll-limit", RestartKeys.RATE)
                            .otherwise("`15 per 2s`; `150 per 2s` with `accept`")
                            .means("how often it is looked at at most; beyond that, it waits; needs systemd 255")));

    /** All else, as it is for systemd. */
    static final List<DirectiveKey<?>> MANNERS = List.of(
            one(
                    Key.value("protocol", Kinds.oneOf(List.of("udplite", "sctp", "mptcp")))
                            .means("another protocol than TCP or UDP; `mptcp` needs systemd 257"),
                    "SocketProtocol"),
            one(
                    Key.value("ipv6-only", Kinds.oneOf(List.of("default", "both", "ipv6-only")))
                            .otherwise("`default`")
                            .means("whether what listens on IPv6 takes IPv4 as well"),
                    "BindIPv6Only"),
            one(Key.value("backlog", COUNT).means("how many connections wait to be accepted"), "Backlog"),
            one(Key.value("bind-to-device", INTERFACE).means("only what comes through this interface"), "BindToDevice"),
            one(
                    Key.value("user", Kinds.ACCOUNT_NAME)
                            .otherwise("`root`")
                            .means("who owns sockets and pipes in the file system; created where there is none"),
                    "SocketUser"),
            one(
                    Key.value("group", Kinds.ACCOUNT_NAME)
                            .otherwise("the user's")
                            .means("their group; created likewise"),
                    "SocketGroup"),
            one(Key.value("mode", PlaceKeys.MODES).otherwise("`0666`").means("their mode"), "SocketMode"),
            one(
                    Key.value("directory-mode", PlaceKeys.MODES)
                            .otherwise("`0755`")
                            .means("the mode of directories that are made for them"),
                    "DirectoryMode"),
            DirectiveKey.items(
                    SOCKET_SECTION,
                    "Symlinks",
                    Key.values("symlinks", Kinds.PATH).means("links that lead to the socket or pipe")),
            one(truth("remove-on-stop").means("they are deleted when the socket is stopped"), "RemoveOnStop"),
            one(truth("reuse-port").means("several sockets may have the port"), "ReusePort"),
            one(truth("free-bind").means("also to addresses that the machine does not have yet"), "FreeBind"),
            one(truth("transparent").means("also to addresses that the machine does not have"), "Transparent"),
            one(truth("broadcast").means("datagrams to all may be sent"), "Broadcast"),
            one(
                    Key.value("max-connections", COUNT)
                            .otherwise("`64`")
                            .means("how many are served at once; only with `accept`"),
                    "MaxConnections"),
            one(
                    Key.value("max-connections-per-source", COUNT)
                            .means("how many of one address, or user; only with `accept`"),
                    "MaxConnectionsPerSource"),
            one(truth("keep-alive").means("whether the kernel asks if the other side is still there"), "KeepAlive"),
            one(Key.value("keep-alive-time", SPAN).means("after which silence it begins to"), "KeepAliveTimeSec"),
            one(Key.value("keep-alive-interval", SPAN).means("how often it asks then"), "KeepAliveIntervalSec"),
            one(Key.value("keep-alive-probes", COUNT).means("how often before it gives up"), "KeepAliveProbes"),
            one(truth("no-delay").means("small packets are sent at once"), "NoDelay"),
            one(
                    Key.value("defer-accept", SPAN)
                            .means("how long a connection without data may wait; none is told of before"),
                    "DeferAcceptSec"),
            one(Key.value("priority", Kind.whole(0, 6)).means("of what is sent, as in socket(7)"), "Priority"),
            one(Key.value("receive-buffer", BUFFER), "ReceiveBuffer"),
            one(Key.value("send-buffer", BUFFER), "SendBuffer"),
            one(
                    Key.value("ip-tos", Kinds.oneOf(List.of("low-delay", "throughput", "reliability", "low-cost"))),
                    "IPTOS"),
            one(Key.value("ip-ttl", Kind.whole(1, 255)).means("through how many routers what is sent may go"), "IPTTL"),
            one(Key.value("mark", COUNT).means("what nftables(8) can go by"), "Mark"),
            one(Key.value("congestion", CONGESTION), "TCPCongestion"),
            one(Key.value("pipe-size", BUFFER), "PipeSize"),
            one(Key.value("queue-messages", COUNT).means("; with `queue-message-size`"), "MessageQueueMaxMessages"),
            one(Key.value("queue-message-size", COUNT).means(", in bytes"), "MessageQueueMessageSize"),
            one(
                    Key.value("descriptor-name", DESCRIPTOR)
                            .otherwise("the socket unit's name")
                            .means("by which the service finds them, sd_listen_fds(3)"),
                    "FileDescriptorName"),
            one(truth("pass-credentials").means("who sends is told to the service"), "PassCredentials"),
            one(truth("pass-security"), "PassSecurity"),
            one(truth("pass-packet-info").means("to which address a datagram came is told"), "PassPacketInfo"),
            one(
                    truth("pass-descriptors-to-exec")
                            .means("programs beside the main one have the sockets too; needs systemd 256"),
                    "PassFileDescriptorsToExec"),
            one(truth("writable").means("what `special` names is opened for writing too"), "Writable"),
            one(
                    truth("flush-pending").means("what is still waiting when the service ends is dropped"),
                    "FlushPending"));

    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.SOCKET);

    static final Key<Brief> SOCKET = Key.brief(
                    "socket",
                    Vocabulary.of(
                            "socket",
                            Stream.of(
                                            keys(LISTENING),
                                            Stream.of(ON_DEMAND, ACCEPT, STANDARD_INPUT),
                                            keys(LIMITS),
                                            Stream.of(UNIT),
                                            keys(MANNERS))
                                    .flatMap(keys -> keys)
                                    .toArray(Key<?>[]::new)),
                    LISTEN.key())
            .means("what systemd listens on for it, so that no connection is refused while it is restarted");

    private ListeningKeys() {}

    private static Key<Value<Boolean>> truth(String name) {
        return Key.value(name, Kinds.YES_OR_NO).otherwise("`false`");
    }

    private static DirectiveKey<Values<String>> listened(String directive, Key<Values<String>> key) {
        return DirectiveKey.filledIn(SOCKET_SECTION, directive, key);
    }

    private static <T> DirectiveKey<Value<T>> one(Key<Value<T>> key, String directive) {
        return DirectiveKey.word(SOCKET_SECTION, directive, key);
    }

    private static Stream<Key<?>> keys(List<DirectiveKey<?>> directives) {
        return directives.stream().map(DirectiveKey::key);
    }

    private static boolean isListenedOn(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        if (text.matches("[/@].+|vsock:[0-9]*:[0-9]+")) {
            return true;
        }
        if (!matcher.matches()
                || Kinds.PORT.parse().apply(matcher.group("port")).isEmpty()) {
            return false;
        }
        String four = matcher.group("four");
        String six = matcher.group("six");
        return (four == null || Addresses.isAddress(four)) && (six == null || Addresses.isAddress(six));
    }

    /** What systemd would not take, unless it is no line at all. */
    private static Optional<String> fault(String directive, String text) {
        Function<String, Optional<String>> known = value -> Directives.find(SOCKET_SECTION, directive)
                .flatMap(it -> it.fault(value))
                .map(KnownDirective.Fault::why);
        return Kinds.LINE.parse().apply(text).isEmpty() ? Optional.of("it is not one line") : known.apply(text);
    }
}
