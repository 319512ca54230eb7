package dev.parley.ui.sidebar;

import dev.parley.ui.shared.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connections that the operator has given a name: what stood in the form, by the names of {@link ProfileForm#kept()}. It holds the places of
 * keys and certificates, never what is in them. Immutable.
 */
record ProfileBook(SortedMap<String, Map<String, String>> profiles) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static final ProfileBook EMPTY = new ProfileBook(new TreeMap<>());

    ProfileBook {
        profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
    }

    Optional<Map<String, String>> find(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** With that one, in the place of another of the same name. */
    ProfileBook with(String name, Map<String, String> kept) {
        TreeMap<String, Map<String, String>> next = new TreeMap<>(profiles);
        next.put(name, Map.copyOf(kept));
        return new ProfileBook(next);
    }

    ProfileBook without(String name) {
        TreeMap<String, Map<String, String>> next = new TreeMap<>(profiles);
        next.remove(name);
        return new ProfileBook(next);
    }

    /**
     * The book in a file: a JSON object with an object a profile; an empty book where there is no such file.
     *
     * @throws IOException if it cannot be read; the message is a sentence for the operator
     */
    static ProfileBook read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        try {
            TreeMap<String, Map<String, String>> found =
                    JSON.readValue(Files.readString(file), new TypeReference<>() {});
            if (found == null || found.values().stream().anyMatch(it -> it == null || it.containsValue(null))) {
                throw new IOException(
                        file + " is no list of connections: null stands in it; mend it, or move it away to begin anew");
            }
            return new ProfileBook(found);
        } catch (JacksonException e) {
            throw new IOException(
                    file + " is no list of connections: " + e.getOriginalMessage()
                            + "; mend it, or move it away to begin anew",
                    e);
        }
    }

    /** Keeps the book in a file; a crash in between leaves the old one or the new one. */
    void write(Path file) throws IOException {
        KeptFile.write(file, JSON.writeValueAsString(profiles) + "\n");
    }
}
