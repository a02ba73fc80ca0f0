package upkeep.probe.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.Recorded;
import upkeep.target.DnsTarget;

/** Messages of DNS. */
public final class DnsFuzzTargets {

    /** Recorded from BIND 9.18; the second is made of one record of each type. */
    private static final List<byte[]> SEEDS = List.of(
            Recorded.hex("0001 8500 0001 0003 0000 0000 05616c696173 076578616d706c65 036f7267 00 0001 0001"
                    + "c00c 0005 0001 0000012c 0006 03777777 c012 c02f 0001 0001 0000012c 0004 c0000201"
                    + "c02f 0001 0001 0000012c 0004 c0000202"),
            Recorded.hex("0001 8400 0001 0006 0000 0000 0161 00 00ff 0001"
                    + "c00c 0006 0001 00000e10 0016 c00c c00c 00000001 00000002 00000003 00000004 00000005 "
                    + "c00c 001c 0001 00000e10 0010 20010db8000000000000000000000001"
                    + "c00c 000f 0001 00000e10 0004 000a c00c"
                    + "c00c 0010 0001 00000e10 0006 0261 22 02 5c62"
                    + "c00c 0101 0001 00000e10 0008 00 05 6973737565 61"
                    + "c00c 0021 0001 00000e10 0008 0001 0002 0050 c00c"));

    private DnsFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.of(
                        "dns-message",
                        DnsFuzzTargets::message,
                        DnsMessage.class,
                        DnsCursor.class,
                        DnsRecord.class,
                        DnsName.class)
                .from(SEEDS));
    }

    private static void message(byte[] bytes) {
        DnsMessage message;
        try {
            message = DnsMessage.parse(bytes);
        } catch (IOException refused) {
            assertTrue(refused instanceof DnsCursor.MalformedException, refused::toString);
            return;
        }
        message.codeText();
        for (DnsRecord record : message.answers()) {
            assertTrue(record.is(record.text()), record::toString);
            assertEquals(
                    record.type() == DnsTarget.Type.SOA.number(),
                    record.serial().isPresent());
        }
        for (DnsMessage.Question question : message.questions()) {
            assertTrue(DnsName.areSame(question.name(), question.name()));
        }
    }
}
