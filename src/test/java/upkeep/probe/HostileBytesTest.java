package upkeep.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import upkeep.probe.database.Ber;
import upkeep.probe.database.Bson;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;

/** Lengths and types that the readers of binary messages must know; whatever else comes in, {@code FuzzTargetsTest} throws at them. */
class HostileBytesTest {

    @Test
    void aDocumentWithAllTypes() throws Exception {
        byte[] document = new ByteWriter()
                .octet(0x06)
                .textAndZero("undefined")
                .octet(0x0a)
                .textAndZero("null")
                .octet(0x04)
                .textAndZero("array")
                .little(5, 4)
                .octet(0)
                .octet(0x07)
                .textAndZero("id")
                .bytes(new byte[12])
                .octet(0x09)
                .textAndZero("date")
                .bytes(new byte[8])
                .octet(0x0b)
                .textAndZero("expression")
                .textAndZero("a")
                .textAndZero("i")
                .octet(0x0c)
                .textAndZero("pointer")
                .little(2, 4)
                .textAndZero("a")
                .bytes(new byte[12])
                .octet(0x0d)
                .textAndZero("code")
                .little(2, 4)
                .textAndZero("a")
                .octet(0x13)
                .textAndZero("decimal")
                .bytes(new byte[16])
                .octet(0x01)
                .textAndZero("ok")
                .little(Double.doubleToLongBits(1), 8)
                .octet(0x12)
                .textAndZero("long")
                .little(-7, 8)
                .octet(0)
                .toBytes();
        Bson.Fields fields = Bson.Fields.read(new ByteReader(
                new ByteWriter().little(document.length + 4L, 4).bytes(document).toBytes()));
        assertEquals(-7, fields.number("long"));
        assertEquals(true, fields.isTrue("ok"));
        assertEquals(2, fields.values().size());
    }

    @Test
    void lengthsBeyondTheEnd() {
        assertThrows(Malformed.class, () -> Bson.Fields.read(new ByteReader(new byte[] {3, 0, 0, 0, 0})));
        assertThrows(Malformed.class, () -> Bson.Fields.read(new ByteReader(new byte[] {-1, -1, -1, -1, 0})));
        assertThrows(Malformed.class, () -> Ber.next(new ByteReader(new byte[] {4, (byte) 0x84, -1, -1, -1, -1})));
        assertThrows(Malformed.class, () -> Ber.next(new ByteReader(new byte[] {4, (byte) 0x80, 0, 0})));
    }
}
