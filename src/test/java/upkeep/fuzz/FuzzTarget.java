package upkeep.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A parser of bytes that come from outside, and what must hold of it whatever they are.
 *
 * @param name as it is called on the command line, and as the folder of its findings in src/test/resources/fuzz
 * @param parsers the classes that read these bytes
 * @param reading throws only where something is wrong: what the parser may refuse, it takes for an answer
 * @param seeds inputs that mean something, of which others are made
 */
public record FuzzTarget(String name, Set<Class<?>> parsers, Reading reading, List<byte[]> seeds) {

    /** As long as whatever is read of one server or file at least. */
    private static final int LONG = 65_536;

    /** Of how many inputs one is repeated. */
    private static final int SELDOM = 64;

    public FuzzTarget {
        parsers = Set.copyOf(parsers);
        seeds = List.copyOf(seeds);
    }

    /** Has the bytes read, and holds what comes of it to what must be. */
    @FunctionalInterface
    public interface Reading {
        void of(byte[] bytes) throws Exception;
    }

    /** The same, of bytes that are a text. */
    @FunctionalInterface
    public interface TextReading {
        void of(String text) throws Exception;
    }

    public static FuzzTarget of(String name, Reading reading, Class<?>... parsers) {
        return new FuzzTarget(name, Set.of(parsers), reading, List.of());
    }

    /** Bytes that are no UTF-8 are replaced, as wherever a text is read. */
    public static FuzzTarget ofText(String name, TextReading reading, Class<?>... parsers) {
        return of(name, bytes -> reading.of(new String(bytes, StandardCharsets.UTF_8)), parsers);
    }

    public FuzzTarget from(byte[]... more) {
        return from(List.of(more));
    }

    public FuzzTarget from(List<byte[]> more) {
        List<byte[]> all = new ArrayList<>(seeds);
        all.addAll(more);
        return new FuzzTarget(name, parsers, reading, all);
    }

    public FuzzTarget from(String... texts) {
        return from(Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** Seeds from files; none where there is no such file. */
    public FuzzTarget from(Path... files) {
        return from(Arrays.stream(files)
                .filter(Files::exists)
                .map(FuzzTarget::content)
                .toList());
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Throws if something is wrong. Now and then an input is also read over and over: only length shows what takes long. */
    void hold(byte[] bytes) throws Exception {
        reading.of(bytes);
        if (bytes.length > 0 && bytes.length < LONG && Arrays.hashCode(bytes) % SELDOM == 0) {
            reading.of(repeated(bytes));
        }
    }

    private static byte[] repeated(byte[] bytes) {
        byte[] all = new byte[LONG];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes[i % bytes.length];
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
