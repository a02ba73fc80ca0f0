package upkeep.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import upkeep.base.TimeSpan;
import upkeep.spec.Channel.MailServer;
import upkeep.spec.Channel.MailServer.Security;
import upkeep.target.Login;

/** A mail server on loopback that takes all, but for what the test says. */
final class SmtpServer implements AutoCloseable {

    /** Answers that are none. */
    static final String CUT = "CUT";

    static final String DRIP = "DRIP";
    static final String FLOOD = "FLOOD";

    /** What came after DATA. */
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    final List<String> commands = new CopyOnWriteArrayList<>();

    private final ServerSocket listening;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Optional<SSLSocketFactory> tls;
    private final boolean fromTheStart;

    SmtpServer() throws IOException {
        this(Optional.empty(), false);
    }

    static SmtpServer startTls(SSLSocketFactory tls) throws IOException {
        return new SmtpServer(Optional.of(tls), false);
    }

    static SmtpServer tls(SSLSocketFactory tls) throws IOException {
        return new SmtpServer(Optional.of(tls), true);
    }

    private SmtpServer(Optional<SSLSocketFactory> tls, boolean fromTheStart) throws IOException {
        this.tls = tls;
        this.fromTheStart = fromTheStart;
        listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                accept();
            }
        });
    }

    /** To commands that begin so; {@code greeting} and {@code .} are such as well. Before the first message. */
    SmtpServer answers(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    MailServer server(Security security) {
        return server(security, true, Optional.empty(), TimeSpan.ofSeconds(60));
    }

    MailServer server(Security security, boolean verify, Optional<Login> login, TimeSpan timeout) {
        return new MailServer(
                "localhost", listening.getLocalPort(), security, verify, login, Optional.of("me.example.org"), timeout);
    }

    boolean heard(String beginning) {
        return commands.stream().anyMatch(command -> command.startsWith(beginning));
    }

    private void accept() {
        try {
            Socket socket = listening.accept();
            Thread.ofVirtual().start(() -> {
                try (socket) {
                    converse(fromTheStart ? secured(socket) : socket);
                } catch (IOException | InterruptedException gone) {
                    // The client hung up, as it may.
                }
            });
        } catch (IOException ended) {
            // The test is over.
        }
    }

    private Socket secured(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) tls.orElseThrow().createSocket(raw, "localhost", raw.getPort(), true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private void converse(Socket first) throws IOException, InterruptedException {
        Socket socket = first;
        if (!say(socket, "greeting", "220 mx.example.org ESMTP")) {
            return;
        }
        BufferedReader in = reader(socket);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            String verb = line.split(" ", 2)[0];
            if (verb.equals("STARTTLS")) {
                if (say(socket, line, "220 go on")) {
                    socket = secured(socket);
                    in = reader(socket);
                }
                continue;
            }
            String usual = switch (verb) {
                case "EHLO" ->
                    "250-mx.example.org\r\n" + (tls.isPresent() && !fromTheStart ? "250-STARTTLS\r\n" : "")
                            + "250 AUTH PLAIN LOGIN";
                case "AUTH" -> "235 2.7.0 welcome";
                case "DATA" -> "354 go on";
                case "QUIT" -> "221 bye";
                default -> "250 2.0.0 fine";
            };
            if (!say(socket, line, usual)) {
                return;
            }
            if (verb.equals("DATA") && !answers.containsKey("DATA") && !data(socket, in)) {
                return;
            }
        }
    }

    private boolean data(Socket socket, BufferedReader in) throws IOException, InterruptedException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
            if (answers.containsKey("mid-data")) {
                return false;
            }
        }
        messages.add(message.toString());
        return say(socket, ".", "250 2.0.0 Ok: queued as 4711");
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether the conversation goes on. */
    private boolean say(Socket socket, String command, String usual) throws IOException, InterruptedException {
        String answer = answers.entrySet().stream()
                .filter(each -> command.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
        OutputStream out = socket.getOutputStream();
        return switch (answer) {
            case CUT -> false;
            case DRIP -> {
                while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    out.write('2');
                }
                yield false;
            }
            case FLOOD -> {
                byte[] many = "250-more\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
                while (closed.getCount() > 0) {
                    out.write(many);
                }
                yield false;
            }
            default -> {
                out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                yield !answer.startsWith("421");
            }
        };
    }

    static List<MailServer> plain(SmtpServer... servers) {
        return Arrays.stream(servers)
                .map(server -> server.server(Security.NONE))
                .toList();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
    }
}
