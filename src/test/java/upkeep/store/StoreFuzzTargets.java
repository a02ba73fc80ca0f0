package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.fuzz.FuzzTarget;
import upkeep.store.Life.Beginning;
import upkeep.store.codec.Codec;
import upkeep.store.codec.CodecException;
import upkeep.store.codec.RandomValues;

/** What the ledger holds, as damage or another program may have left it. */
public final class StoreFuzzTargets {

    private static final int SEEDS = 60;

    private StoreFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                of("ledger-event", Formats.EVENT, Event.class),
                of("ledger-state", Formats.STATE, State.class),
                of("ledger-beginning", Formats.BEGINNING, Beginning.class),
                of("ledger-desk", DeskTable.CODEC, DeskTable.Form.class),
                of("ledger-plan", Formats.PLAN, Formats.PlanRow.class),
                of("ledger-hard-state", Formats.HARD_STATE, HardState.class),
                FuzzTarget.ofText("hard-state-of-others", StoreFuzzTargets::over, Codec.class)
                        .from(texts(Formats.HARD_STATE, HardState.class)),
                FuzzTarget.of("packed", StoreFuzzTargets::packed, Compressed.class)
                        .from(
                                Compressed.pack("plain"),
                                Compressed.packQuickly("x".repeat(500).getBytes(StandardCharsets.UTF_8))));
    }

    private static <T> FuzzTarget of(String name, Codec<T> codec, Class<T> type) {
        return FuzzTarget.ofText(name, text -> read(codec, text), Codec.class, Formats.class)
                .from(texts(codec, type));
    }

    private static <T> String[] texts(Codec<T> codec, Class<T> type) {
        RandomValues values = new RandomValues(type.getName().hashCode());
        return IntStream.range(0, SEEDS)
                .mapToObj(_ -> codec.text(values.of(type)))
                .filter(text -> text.length() < 4_096)
                .toArray(String[]::new);
    }

    private static <T> void read(Codec<T> codec, String text) throws CodecException {
        T value;
        try {
            value = codec.read(text);
        } catch (CodecException refused) {
            return;
        }
        assertEquals(value, codec.read(codec.text(value)));
    }

    private static void over(String text) throws CodecException {
        HardState before = new RandomValues(1).of(HardState.class);
        HardState value;
        try {
            value = Formats.HARD_STATE.readOver(before, text);
        } catch (CodecException refused) {
            return;
        }
        assertEquals(value, Formats.HARD_STATE.read(Formats.HARD_STATE.text(value)));
    }

    private static void packed(byte[] bytes) throws IOException {
        assertArrayEquals(bytes, Compressed.unpack(Compressed.pack(bytes)));
        try {
            Compressed.unpack(bytes);
        } catch (IOException refused) {
            // Damaged, and told so.
        }
    }
}
