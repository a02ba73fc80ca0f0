package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Digest;
import upkeep.store.codec.Shape.Way;

/**
 * Writes values of one type as compact JSON and reads them back, by nothing but their types: a record becomes an object
 * of its components, a sealed interface {@code {"Case":…}}, an enum its constant's name, an empty Optional or collection
 * nothing at all. A type that gets a component, or an interface that gets a case, needs no change here; {@link #format}
 * then tells that texts of before are of another format. Reading is strict: an unknown name or a missing component is an
 * error. Thread-safe.
 */
public final class Codec<T> {

    /** A value whose text is longer than this, in bytes, is neither written nor read. */
    public static final int LONGEST = 32 << 20;

    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 4 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNumberLength(64)
                    .maxNameLength(4_096)
                    .maxDocumentLength(LONGEST)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Class<T> type;
    private final Shape shape;
    private final String format;

    private Codec(Class<T> type) {
        this.type = type;
        this.shape = new Shapes().of(type);
        SortedMap<String, String> types = new TreeMap<>();
        String name = shape.describe(types);
        this.format = Digest.of(name + types).hex().substring(0, 16);
    }

    /**
     * The codec for values of that type; made once, since that takes a while.
     *
     * @throws IllegalArgumentException if {@code type} holds something that has no form
     */
    public static <T> Codec<T> of(Class<T> type) {
        return new Codec<>(type);
    }

    /** Sixteen hexadecimal digits that stay the same as long as the type and all it is made of do. */
    public String format() {
        return format;
    }

    /** The value on one line, with moments in a chain of their own. */
    public String text(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(value, new MomentChain(), bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Writes the value, without a line end.
     *
     * @throws IllegalArgumentException if the text would be longer than {@link #LONGEST}; the chain is spoilt then
     */
    public void write(T value, MomentChain chain, ByteArrayOutputStream to) {
        int before = to.size();
        try (JsonGenerator json = FACTORY.createGenerator(to)) {
            shape.write(json, value, new Way(chain, false));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        if (to.size() - before > LONGEST) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " of " + (to.size() - before) + " bytes");
        }
    }

    /** Reads what {@link #text} wrote. */
    public T read(String text) throws CodecException {
        return read(text.getBytes(StandardCharsets.UTF_8), new MomentChain());
    }

    /** Reads what {@link #write} wrote, in the same place of the chain. */
    public T read(byte[] text, MomentChain chain) throws CodecException {
        return parse(text, json -> shape.read(json, new Way(chain, false)));
    }

    /**
     * Reads what an older or newer upkeep wrote: what it did not write is as in {@code before}, and what it knew and we
     * do not is passed over.
     */
    public T readOver(T before, String text) throws CodecException {
        if (!(shape instanceof Components components)) {
            throw new IllegalStateException(type + " is no record");
        }
        Way way = new Way(new MomentChain(), true);
        return parse(text.getBytes(StandardCharsets.UTF_8), json -> components.read(json, way, before));
    }

    private interface Reading {
        Object from(JsonParser json) throws IOException;
    }

    private T parse(byte[] text, Reading reading) throws CodecException {
        if (text.length > LONGEST) {
            throw new CodecException("a " + type.getSimpleName() + " of " + text.length + " bytes");
        }
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            T value = type.cast(reading.from(json));
            if (json.nextToken() != null) {
                throw new CodecException("more than a " + type.getSimpleName());
            }
            return value;
        } catch (CodecException e) {
            throw e;
        } catch (IOException | ClassCastException e) {
            throw new CodecException(firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
