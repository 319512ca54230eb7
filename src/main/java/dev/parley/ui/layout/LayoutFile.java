package dev.parley.ui.layout;

import dev.parley.ui.shared.KeptFile;
import dev.parley.ui.shared.Theme;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layout of the last run, in a file of names and values. */
public record LayoutFile(Path path) {
    private static final String SIZE = "size.";
    private static final String CONNECTION = "connection.";

    /** What was kept; nothing where there is no such file yet. A value that makes no sense is left out. */
    public Optional<Layout> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            kept.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " holds a broken \\u escape", e);
        }
        Map<String, Double> sizes = new HashMap<>();
        Map<String, String> connection = new HashMap<>();
        for (String name : kept.stringPropertyNames()) {
            if (name.startsWith(CONNECTION)) {
                connection.put(name.substring(CONNECTION.length()), kept.getProperty(name));
            }
            if (name.startsWith(SIZE)) {
                number(kept.getProperty(name)).ifPresent(size -> sizes.put(name.substring(SIZE.length()), size));
            }
        }
        return Optional.of(new Layout(
                names(kept.getProperty("hidden", "")),
                names(kept.getProperty("folded", "")),
                sizes,
                theme(kept.getProperty("theme", "")),
                number(kept.getProperty("width", "")).orElse(0.0),
                number(kept.getProperty("height", "")).orElse(0.0),
                lines(kept.getProperty("commands", "")),
                Boolean.parseBoolean(kept.getProperty("toured", "")),
                connection));
    }

    /** Keeps {@code layout} in the place of what was kept before; a crash in between leaves one or the other. */
    public void write(Layout layout) throws IOException {
        Properties kept = new Properties();
        kept.setProperty("hidden", String.join(" ", layout.hidden()));
        kept.setProperty("folded", String.join(" ", layout.folded()));
        layout.sizes().forEach((name, size) -> kept.setProperty(SIZE + name, pixels(size)));
        layout.connection().forEach((name, text) -> kept.setProperty(CONNECTION + name, text));
        layout.theme().ifPresent(theme -> kept.setProperty("theme", theme.name().toLowerCase(Locale.ROOT)));
        kept.setProperty("width", pixels(layout.width()));
        kept.setProperty("height", pixels(layout.height()));
        kept.setProperty("commands", String.join("\n", layout.commands()));
        kept.setProperty("toured", Boolean.toString(layout.toured()));
        StringWriter text = new StringWriter();
        kept.store(text, "How Parley's window was left; delete this file for the usual layout");
        KeptFile.write(path, text.toString());
    }

    private static String pixels(double size) {
        return String.valueOf(Math.round(size));
    }

    private static Set<String> names(String words) {
        return Stream.of(words.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static Optional<Double> number(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return number > 0 && number < 100_000 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Theme> theme(String word) {
        return Arrays.stream(Theme.values())
                .filter(theme -> theme.name().equalsIgnoreCase(word.strip()))
                .findFirst();
    }
}
