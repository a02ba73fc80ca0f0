package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.Recorded;
import upkeep.probe.run.Deadline;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Malformed;

/** Messages of database servers; the conversations that they are part of are targets by the names of their protocols. */
public final class DatabaseFuzzTargets {

    private static final String NONCE = "upkeep";

    private DatabaseFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                of("bson", DatabaseFuzzTargets::bson, Bson.class)
                        .from(Recorded.hex("16000000026f6b0002000000780010636f646500070000000800010000")),
                of("ber", DatabaseFuzzTargets::ber, Ber.class).from(Recorded.hex("300c020101610a0a0100040004026162")),
                of("ldap-result", DatabaseFuzzTargets::ldapResult, LdapMessages.class, LdapResultCodes.class)
                        .from(Recorded.hex("0a013104000402ffff")),
                of("mysql-greeting", bytes -> MysqlGreeting.read(bytes).offers(1), MysqlGreeting.class)
                        .from(
                                Recorded.hex(
                                        "0a352e352e352d31302e31312e31392d4d617269614442000700000030 7a3a4d574e5f73 00"
                                                + "feff080200ff81150000000000001d000000453e482f522e2e3c243c447c006d7973716c5f6e617469766500")),
                of("mysql-error", bytes -> MysqlError.read(bytes).text(), MysqlError.class)
                        .from(Recorded.hex("ff15042332383030304163636573732064656e696564")),
                of("postgresql-error", bytes -> PostgresqlError.read(bytes).text(), PostgresqlError.class)
                        .from(Recorded.hex("534641544c0043323850303100 4d6e6f00 00")),
                FuzzTarget.ofText("scram", DatabaseFuzzTargets::scram, Scram.class)
                        .from("x,s=QSXCR+Q6sek8bf92,i=4096\nv=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                FuzzTarget.of("mysql-key", DatabaseFuzzTargets::mysqlKey, MysqlPasswords.class)
                        .from("-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK0vPmRTVN9sCyHJ9P0ImQ0N"
                                + "\n-----END PUBLIC KEY-----\n"),
                FuzzTarget.ofText("sasl-prep", DatabaseFuzzTargets::prepared, SaslPrep.class)
                        .from("I\u00adX", "\u2168", "\u00aa", "\u06271", "a\u00a0b"));
    }

    @FunctionalInterface
    private interface Read {
        Object of(ByteReader bytes) throws Malformed;
    }

    private static FuzzTarget of(String name, Read read, Class<?>... parsers) {
        return FuzzTarget.of(
                name,
                bytes -> {
                    try {
                        read.of(new ByteReader(bytes));
                    } catch (Malformed refused) {
                        assertTrue(refused.text().length() < 300, refused::text);
                    }
                },
                parsers);
    }

    private static Object bson(ByteReader bytes) throws Malformed {
        Bson.Fields fields = Bson.Fields.read(bytes);
        fields.values().keySet().forEach(name -> {
            fields.text(name);
            fields.binary(name);
            fields.isTrue(name);
        });
        return fields;
    }

    /** All elements, and those within, as deep as they go. */
    private static Object ber(ByteReader bytes) throws Malformed {
        ByteReader in = bytes;
        for (int depth = 0; !in.isEmpty(); depth++) {
            Ber.Element element = Ber.next(in);
            in = element.tag() == Ber.SEQUENCE ? element.content() : in;
            if (element.tag() == Ber.INTEGER) {
                Ber.number(element.content());
            }
            assertTrue(depth <= 65_536);
        }
        return in;
    }

    private static Object ldapResult(ByteReader bytes) throws Malformed {
        LdapMessages.Result result = LdapMessages.Result.read(bytes);
        return result.text() + LdapResultCodes.isUnwelcoming(result.code());
    }

    /** What goes on after our number in the server's first message, and its last one in a line after that. */
    private static void scram(String text) throws Exception {
        String[] lines = text.split("\n", 2);
        Scram scram = new Scram("user", "pencil", NONCE);
        try {
            // As many rounds as a server may ask for would be all that this does.
            scram.proof(
                    "r=" + NONCE + lines[0].replaceAll("i=[0-9]{4,6}", "i=4096"), Deadline.in(Duration.ofMinutes(1)));
            scram.isGenuine(lines.length < 2 ? "" : lines[1]);
        } catch (Malformed refused) {
            assertTrue(refused.text().length() < 300, refused::text);
        }
    }

    private static void mysqlKey(byte[] bytes) {
        byte[] nonce = Arrays.copyOf(bytes, 20);
        MysqlPasswords.byNative("pencil", nonce);
        MysqlPasswords.byCachingSha2("pencil", nonce);
        try {
            MysqlPasswords.encrypted("pencil", nonce, new String(bytes, StandardCharsets.US_ASCII));
        } catch (Malformed refused) {
            assertTrue(refused.text().length() < 300, refused::text);
        }
    }

    private static void prepared(String text) {
        SaslPrep.prepared(text);
    }
}
