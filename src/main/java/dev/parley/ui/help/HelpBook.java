package dev.parley.ui.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pages of Parley's documentation, as they lie in {@code docs}. */
public final class HelpBook {
    /** The page about the window; its sections are named after the panels. */
    static final String WINDOW = "window";

    /** The pages by their file's name, in the order in which they are offered. */
    static final List<String> PAGES = List.of(
            WINDOW,
            "field-guide",
            "findings",
            "scenarios",
            "simulator",
            "modem",
            "mqtt",
            "mbedtls",
            "snippets",
            "tap",
            "importing",
            "exporting",
            "fleet",
            "installing",
            "session-format",
            "command-line",
            "architecture");

    /** Finds the bytes of a file of the documentation by its name; nothing where there is none. */
    interface Shelf {
        @Nullable
        InputStream open(String file) throws IOException;
    }

    private final Shelf shelf;

    private HelpBook(Shelf shelf) {
        this.shelf = shelf;
    }

    /** The documentation that this program carries. */
    public static HelpBook packaged() {
        return new HelpBook(file -> HelpBook.class.getResourceAsStream("/dev/parley/docs/" + file));
    }

    /** The documentation in a folder. */
    public static HelpBook in(java.nio.file.Path folder) {
        return new HelpBook(file -> java.nio.file.Files.exists(folder.resolve(file))
                ? java.nio.file.Files.newInputStream(folder.resolve(file))
                : null);
    }

    /** The blocks of a page; nothing where this program carries no such page. */
    Optional<List<Markdown.Block>> page(String name) {
        try (InputStream in = shelf.open(name + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(Markdown.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("the page " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The page's title: its first heading, else its name. */
    String title(String name) {
        return page(name).stream()
                .flatMap(List::stream)
                .filter(Markdown.Heading.class::isInstance)
                .map(block -> ((Markdown.Heading) block).text())
                .findFirst()
                .orElse(name);
    }

    /** The page and the section that {@code target} of a link means; nothing where it leads out of the book. */
    static Optional<Place> place(String target, String from) {
        String[] parts = target.split("#", 2);
        String section = parts.length > 1 ? parts[1] : "";
        if (parts[0].isEmpty()) {
            return Optional.of(new Place(from, section));
        }
        String name = parts[0].replaceFirst("^(\\./|docs/)", "").replaceFirst("\\.md$", "");
        return PAGES.contains(name) ? Optional.of(new Place(name, section)) : Optional.empty();
    }

    /** A heading as links name it. */
    static String anchor(String heading) {
        Function<String, String> dashed =
                text -> text.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-');
        return dashed.apply(heading.toLowerCase(java.util.Locale.ROOT));
    }

    /**
     * A place in the book.
     *
     * @param section the heading as links name it; empty for the page's beginning
     */
    record Place(String page, String section) {}
}
