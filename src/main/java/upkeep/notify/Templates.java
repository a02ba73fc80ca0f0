package upkeep.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.core.ParseException;
import freemarker.core.PlainTextOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The templates of messages. One in the operator's folder replaces the built-in one of the same name, and is read anew each time; where it
 * fails, the built-in one is taken, and the text says why. Templates reach strings, numbers, lists and maps, and no Java method or class;
 * what they interpolate is escaped for what they make. Safe for use by many threads.
 */
final class Templates {

    private static final int LARGEST_TEMPLATE = 256 << 10;
    private static final int LARGEST_TEXT = 1 << 20;
    private static final int LONGEST_REMARK = 300;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}");

    /** What a template makes. */
    enum Format {
        TEXT,
        HTML,
        JSON;

        private OutputFormat output() {
            return switch (this) {
                case TEXT -> PlainTextOutputFormat.INSTANCE;
                case HTML -> HTMLOutputFormat.INSTANCE;
                case JSON -> JsonOutputFormat.INSTANCE;
            };
        }
    }

    private final Path overrides;
    private final Map<Format, Configuration> configurations = new EnumMap<>(Format.class);

    /**
     * Nothing is read yet.
     *
     * @param overrides the operator's folder, which need not be there
     */
    Templates(Path overrides) {
        this.overrides = overrides;
        for (Format format : Format.values()) {
            configurations.put(format, configuration(format));
        }
    }

    private static Configuration configuration(Format format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new ClassTemplateLoader(Templates.class, "/templates"));
        configuration.setOutputFormat(format.output());
        configuration.setRecognizeStandardFileExtensions(false);
        configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
        configuration.setAPIBuiltinEnabled(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setFallbackOnNullLoopVariable(false);
        configuration.setLocalizedLookup(false);
        configuration.setLocale(Locale.ROOT);
        configuration.setDefaultEncoding("UTF-8");
        configuration.setNumberFormat("computer");
        return configuration;
    }

    /** A name that is the name of a file, and no path. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The text that the template of that name makes.
     *
     * @param remarks what is to be said of templates that failed; one more is added if this one does
     */
    String text(String name, Format format, Map<String, Object> model, List<String> remarks) {
        return text(name, name, format, model, remarks);
    }

    /**
     * As {@link #text(String, Format, Map, List)}, by a template of the operator's own if there is one of that name.
     *
     * @param builtIn which is taken if there is none, or it fails
     */
    String text(String name, String builtIn, Format format, Map<String, Object> model, List<String> remarks) {
        Path file = overrides.resolve(name + ".ftl");
        try {
            Optional<String> source = own(name, file);
            if (source.isPresent()) {
                return checked(format, filled(template(file.toString(), source.get(), format), with(model, remarks)));
            }
            if (!name.equals(builtIn)) {
                remarks.add("There is no template " + file + ", so this is as " + builtIn + ".ftl has it.");
            }
        } catch (IOException | TemplateException | RuntimeException failed) {
            remarks.add("The template " + file + " failed, so this is as the built-in " + builtIn + ".ftl has it: "
                    + why(failed));
        }
        try {
            return checked(format, filled(builtIn(builtIn, format), with(model, remarks)));
        } catch (IOException | TemplateException failed) {
            throw new IllegalStateException("the built-in template " + builtIn + " fails: " + why(failed), failed);
        }
    }

    private static Map<String, Object> with(Map<String, Object> model, List<String> remarks) {
        Map<String, Object> whole = new HashMap<>(model);
        whole.put("remarks", List.copyOf(remarks));
        return whole;
    }

    private static Optional<String> own(String name, Path file) throws IOException {
        if (!isName(name)) {
            throw new IOException("a template is named by letters, digits, dots, hyphens and underscores");
        }
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("permission denied; let the user upkeep read it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_TEMPLATE + 1);
            if (bytes.length > LARGEST_TEMPLATE) {
                throw new IOException("it is larger than " + LARGEST_TEMPLATE + " bytes");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private Template template(String name, String source, Format format) throws IOException {
        return new Template(name, source, configuration(format, configurations));
    }

    private Template builtIn(String name, Format format) throws IOException {
        return configuration(format, configurations).getTemplate(name + ".ftl");
    }

    private static Configuration configuration(Format format, Map<Format, Configuration> all) {
        return Optional.ofNullable(all.get(format)).orElseThrow();
    }

    private static String filled(Template template, Map<String, Object> model) throws IOException, TemplateException {
        Bounded text = new Bounded();
        template.process(model, text);
        return text.toString();
    }

    /** What claims to be JSON must be. */
    private static String checked(Format format, String text) throws IOException {
        if (format == Format.JSON) {
            try (JsonParser parser = new JsonFactory().createParser(text)) {
                if (parser.nextToken() == null) {
                    throw new IOException("it makes nothing");
                }
                parser.skipChildren();
                if (parser.nextToken() != null) {
                    throw new IOException("it makes more than one value of JSON");
                }
            }
        }
        return text;
    }

    private static String why(Exception failed) {
        String text = switch (failed) {
            case TemplateException in -> in.getMessageWithoutStackTop();
            case ParseException in -> in.getMessage();
            default -> failed.getMessage();
        };
        return Clear.line(String.valueOf(text), LONGEST_REMARK);
    }

    /** A template may go round and round. */
    private static final class Bounded extends Writer {
        private final StringWriter text = new StringWriter();

        @Override
        public void write(char[] characters, int from, int count) throws IOException {
            if (text.getBuffer().length() + count > LARGEST_TEXT) {
                throw new IOException("it makes more than " + LARGEST_TEXT + " characters");
            }
            text.write(characters, from, count);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
