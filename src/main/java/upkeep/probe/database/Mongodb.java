package upkeep.probe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;

/** Speaks with MongoDB: hello, a login by SCRAM-SHA-256, and its role (MongoDB manual, "Wire Protocol"). */
public final class Mongodb implements Speaker {

    private static final String ADMIN = "admin";
    /** The version of the messages from which on OP_MSG is understood, MongoDB 3.6. */
    private static final int NEW_WAY = 6;

    private static final int MOST_TURNS = 8;

    private final Secrets secrets;

    public Mongodb(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        MongodbCommands commands = new MongodbCommands(channel);
        try {
            channel.await("the answer to hello");
            Bson.Fields hello =
                    commands.ask(ADMIN, new Bson().with("isMaster", 1).with("helloOk", true), "isMaster, helloOk");
            need(hello, channel, "answered hello with");
            String role = role(hello);
            channel.findings().found("role", role);
            if (target.tls().isEmpty()) {
                channel.findings().reached(Depth.BANNER);
            }
            if (hello.number("maxWireVersion") >= NEW_WAY) {
                commands.goOnTheNewWay();
            }
            Optional<Login> login = target.login();
            if (login.isPresent()) {
                logIn(login.get(), target.option("auth-database").orElse(ADMIN), commands);
                channel.findings().reached(Depth.LOGIN);
            }
            channel.await("its version");
            Bson.Fields build = commands.ask(ADMIN, new Bson().with("buildInfo", 1), "buildInfo");
            // Some versions tell it only to those who are logged in; that is an answer too.
            if (build.isTrue("ok")) {
                build.text("version").ifPresent(version -> channel.findings().found("version", version));
                channel.findings().reached(Depth.QUERY);
            }
            judgeRole(target, hello, role, channel);
            return "answered hello as " + role;
        } catch (Malformed wrong) {
            throw channel.sick(FailureKind.PROTOCOL, wrong.text());
        }
    }

    private static String role(Bson.Fields hello) {
        if (hello.text("msg").equals(Optional.of("isdbgrid"))) {
            return "router";
        }
        if (hello.text("setName").isEmpty()) {
            return "standalone";
        }
        if (isWritable(hello)) {
            return "primary";
        }
        if (hello.isTrue("secondary")) {
            return "secondary";
        }
        return hello.isTrue("arbiterOnly") ? "arbiter" : "member that is not ready";
    }

    private static boolean isWritable(Bson.Fields hello) {
        return hello.isTrue("isWritablePrimary") || hello.isTrue("ismaster");
    }

    private static void judgeRole(ProtocolTarget target, Bson.Fields hello, String role, Channel channel) throws Stop {
        Optional<String> wanted = target.option("role");
        if (wanted.isPresent()) {
            boolean right = wanted.get().equals("primary") ? isWritable(hello) : hello.isTrue("secondary");
            if (!right) {
                throw channel.sick(FailureKind.CONTENT, "is a " + role + " where a " + wanted.get() + " was wanted");
            }
        }
    }

    private void logIn(Login login, String database, MongodbCommands commands) throws IOException, Malformed {
        Channel channel = commands.channel();
        String user = Words.printable(login.user(), 80);
        String refused = "refused the login of " + user + ":";
        channel.await("the answer to the login of " + user);
        Scram scram = new Scram(login.user(), secrets.text(login.password()), Scram.randomNonce());
        Bson start = new Bson()
                .with("saslStart", 1)
                .with("mechanism", Scram.MECHANISM)
                .with("payload", bytes(scram.first()))
                .with("options", new Bson().with("skipEmptyExchange", true));
        Bson.Fields answer = commands.ask(database, start, "login of " + user + " by " + Scram.MECHANISM);
        need(answer, channel, refused);
        String proof = scram.proof(payload(answer), channel.deadline());
        answer = goOn(answer, bytes(proof), database, commands);
        need(answer, channel, refused);
        if (!scram.isGenuine(payload(answer))) {
            throw channel.sick(FailureKind.PROTOCOL, "did not prove that it knows the password");
        }
        for (int turn = 0; !answer.isTrue("done"); turn++) {
            if (turn == MOST_TURNS) {
                throw new Malformed("never came to an end with a login");
            }
            answer = goOn(answer, new byte[0], database, commands);
            need(answer, channel, refused);
        }
    }

    private static Bson.Fields goOn(Bson.Fields before, byte[] payload, String database, MongodbCommands commands)
            throws IOException, Malformed {
        Bson next = new Bson()
                .with("saslContinue", 1)
                .with("conversationId", (int) before.number("conversationId"))
                .with("payload", payload);
        return commands.ask(database, next, "login goes on");
    }

    private static String payload(Bson.Fields answer) throws Malformed {
        byte[] payload =
                answer.binary("payload").orElseThrow(() -> new Malformed("answered a login without a payload"));
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static void need(Bson.Fields answer, Channel channel, String begin) throws Stop {
        if (!answer.isTrue("ok")) {
            String message = answer.text("errmsg").or(() -> answer.text("$err")).orElse("no reason given");
            throw channel.sick(
                    FailureKind.STATUS,
                    begin + " " + Words.printable(message, 200) + " (" + answer.number("code") + ")");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
