package dev.parley.ui.snippets;

import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetException;
import dev.parley.session.snippet.SnippetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The snippets there are: Parley's own, and the operator's in a folder. All of it reads files. */
final class SnippetShelf {
    private static final String ENDING = ".json";

    private SnippetShelf() {}

    /** Parley's own. */
    static List<Entry> library() {
        List<Entry> entries = new ArrayList<>();
        for (String name : SnippetFile.library()) {
            try {
                entries.add(new Entry(SnippetFile.ofLibrary(name), "Parley's own"));
            } catch (SnippetException e) {
                throw new IllegalStateException(e);
            }
        }
        return entries;
    }

    /** Those in {@code folder}, by name; a file that is none is left out. */
    static List<Entry> in(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                asEntry(file).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** Nothing where the file is none: what is wrong with it is told when it is opened by name. */
    private static Optional<Entry> asEntry(Path file) {
        try {
            return Optional.of(open(file));
        } catch (SnippetException notOne) {
            return Optional.empty();
        }
    }

    /** A snippet's file, or a text file with a command a line. */
    static Entry open(Path file) throws SnippetException {
        return new Entry(SnippetFile.read(file), String.valueOf(file.getFileName()));
    }

    /** Writes it, with the usual ending; gives the file. */
    static Path save(Snippet snippet, Path file) throws IOException {
        Path named = file.toString().endsWith(ENDING) ? file : file.resolveSibling(file.getFileName() + ENDING);
        Files.writeString(named, SnippetFile.write(snippet));
        return named;
    }
}
