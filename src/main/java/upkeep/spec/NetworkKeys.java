package upkeep.spec;

import static upkeep.spec.DirectiveKey.word;
import static upkeep.spec.DirectiveKey.words;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.spec.SetDirective.Content;

/** Whom a service may talk to, where it may listen, and which devices it may open. */
final class NetworkKeys {

    private static final Pattern SOCKET = Pattern.compile(
            "any|((ipv4|ipv6)(:(tcp|udp))?|(tcp|udp))(:PORTS)?|PORTS".replace("PORTS", "[0-9]{1,5}(-[0-9]{1,5})?"));

    private static final Kind<String> ADDRESSES = DirectiveKinds.of(
            "IPAddressAllow",
            "address with or without `/BITS`, or `any`, `localhost`, `link-local`, `multicast`",
            "^[0-9a-fA-F:.]|^[a-z-]+$");

    private static final Kind<String> SOCKETS = Kind.text(
                    NetworkKeys::socketFault, "write such as tcp:443, ipv4:udp:5000-5010, 8080 or any")
            .called("`ipv4:` or `ipv6:`, then `tcp:` or `udp:`, then a port or range; or `any`")
            .matching("^[a-z0-9:-]+$");

    private static final Kind<String> INTERFACE = Kind.text(
                    text -> text.matches("[A-Za-z0-9_.:@-]{1,15}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a network interface"),
                    "write such as eth0 or lo")
            .called("interface")
            .matching("^[A-Za-z0-9_.:@-]{1,15}$");

    private static final Kind<String> DEVICES = DirectiveKinds.of(
            "DeviceAllow",
            "device such as `/dev/sda`, `char-pts` or `block-*`, then of `rwm` what it may",
            "^(/dev/|/run/systemd/inaccessible/|char-|block-)");

    static final DirectiveKey<Form.Map> IP = DirectiveKey.map(
            "ip",
            "which addresses it may exchange packets with",
            List.of(
                    words("IPAddressAllow", "allow", ADDRESSES, "counts before `deny`"),
                    words("IPAddressDeny", "deny", ADDRESSES, ""),
                    word("IPAccounting", "accounting", Kinds.YES_OR_NO, "whether its packets are counted")));

    static final DirectiveKey<Form.Map> SOCKET_BIND = DirectiveKey.map(
            "socket-bind",
            "where it may listen; without effect on Debian 12",
            List.of(
                    words("SocketBindAllow", "allow", SOCKETS, "counts before `deny`"),
                    words("SocketBindDeny", "deny", SOCKETS, "")));

    private static final Key<Form.Values<String>> ONLY =
            Key.values("allow", INTERFACE).means("`RestrictNetworkInterfaces=`: these and no others");
    private static final Key<Form.Values<String>> NOT =
            Key.values("deny", INTERFACE).means("`RestrictNetworkInterfaces=~`: all but these");

    static final DirectiveKey<Form.Map> INTERFACES = DirectiveKey.map(
            "network-interfaces",
            "which interfaces it may use; one of the two",
            List.of(interfaces(ONLY, ""), interfaces(NOT, "~")),
            NetworkKeys::oneOfTwo);

    static final DirectiveKey<Form.Map> DEVICE = DirectiveKey.map(
            "devices",
            "which devices it may open",
            List.of(
                    words("DeviceAllow", "allow", DEVICES, ""),
                    word(
                            "DevicePolicy",
                            "policy",
                            DirectiveKinds.words("DevicePolicy"),
                            "of those not named: `auto` all if none is named, `closed` harmless ones such as /dev/null,"
                                    + " `strict` none")));

    private NetworkKeys() {}

    private static DirectiveKey<Form.Values<String>> interfaces(Key<Form.Values<String>> key, String sign) {
        return new DirectiveKey<>(key, (fields, to) -> {
            for (Located<String> name : fields.list(key)) {
                Content content = new Content.Word(sign + name.value());
                to.add(DirectiveKey.SERVICE, "RestrictNetworkInterfaces", content, fields, key, name.position());
            }
        });
    }

    private static void oneOfTwo(Fields fields, SetList to) {
        if (fields.has(ONLY) && fields.has(NOT)) {
            fields.report()
                    .error(
                            fields.at(NOT),
                            "cannot use allow and deny of network-interfaces together: what allow does not name is denied",
                            "leave one of them out");
        }
    }

    private static Optional<String> socketFault(String text) {
        if (!SOCKET.matcher(text).matches()) {
            return Optional.of("it is not a port, a range of ports or a family of sockets");
        }
        boolean outside = Pattern.compile("[0-9]+")
                .matcher(text.replaceFirst("^ipv[46]", ""))
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .anyMatch(port -> port < 1 || port > 65535);
        return outside ? Optional.of("a port is from 1 to 65535") : Optional.empty();
    }
}
