package dev.parley.ui.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was published from the panel, the last first, kept in a file of its owner's data folder. Any thread. */
final class PublishHistory {
    static final int MOST = 50;

    private final Path file;
    private final List<MessageFile.Message> messages = new ArrayList<>();

    /** An empty history that is kept in {@code file}. */
    PublishHistory(Path file) {
        this.file = file;
    }

    /** Takes in what the file has; a file that cannot be read counts as none, for a history is a convenience. */
    synchronized void load() {
        try {
            if (Files.exists(file)) {
                messages.addAll(MessageFile.read(Files.readString(file)).messages());
            }
        } catch (IOException | MessageFile.BadLineException unreadable) {
            messages.clear();
        }
    }

    synchronized List<MessageFile.Message> messages() {
        return List.copyOf(messages);
    }

    /** Puts a message first; one like it that was there goes. */
    synchronized void add(MessageFile.Message message) {
        messages.remove(message);
        messages.addFirst(message);
        while (messages.size() > MOST) {
            messages.removeLast();
        }
    }

    /** Puts several behind those that are there. */
    synchronized void addAll(List<MessageFile.Message> more) {
        more.reversed().forEach(this::add);
    }

    /** Writes it down. */
    synchronized void save() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(MessageFile.line(message)).append('\n'));
        Files.writeString(file, text);
    }
}
