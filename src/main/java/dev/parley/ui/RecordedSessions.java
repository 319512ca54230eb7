package dev.parley.ui;

import dev.parley.flow.Figures;
import dev.parley.journal.SessionFileException;
import dev.parley.session.LogDraft;
import dev.parley.session.LogImport;
import dev.parley.session.Session;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.TransferMode;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/**
 * Recorded sessions as files: chosen, dropped onto the window, or of those kept last. They are read in the background; the
 * JavaFX thread makes this and calls it.
 */
final class RecordedSessions {
    /** What happens while one is read, and then. Called on the JavaFX thread. */
    interface Reader {
        /** How far {@code what} is: from 0 to 1, or -1 where that is not known yet. */
        void reading(String what, double done);

        /** It is read. */
        void opened(Recording recording);

        /** It is another program's log: what was made of it is to be looked at first. */
        void drafted(LogDraft draft);

        /** Nothing is being read any more. */
        void idle();
    }

    private static final int MOST_RECENT = 12;
    private static final String ENDING = ".parley";

    private final Executor background;
    private final Notices notices;
    private final Reader reader;
    private Optional<Path> folder = Optional.empty();
    /** The number of the file that was asked for last: what is read of an earlier one is no longer wanted. */
    private int wanted;

    RecordedSessions(Executor background, Notices notices, Reader reader) {
        this.background = background;
        this.notices = notices;
        this.reader = reader;
    }

    /** Sessions are kept in {@code kept}: the newest there can be opened again. */
    void keptIn(Path kept) {
        folder = Optional.of(kept);
    }

    /** Finds the sessions kept last, newest first, and gives them on the JavaFX thread; an unreadable folder has none. */
    void recent(Consumer<List<Path>> found) {
        if (folder.isEmpty()) {
            found.accept(List.of());
            return;
        }
        Path place = folder.get();
        background.execute(() -> {
            List<Path> newest = newest(place);
            FxThread.run(() -> found.accept(newest));
        });
    }

    /** The session files in {@code place}, the newest first, at most {@value #MOST_RECENT}; none where it cannot be read. */
    static List<Path> newest(Path place) {
        record Dated(Path file, FileTime time) {}
        List<Dated> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(place)) {
            for (Path file : all.filter(RecordedSessions::isSession).toList()) {
                files.add(new Dated(file, Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            return List.of();
        }
        return files.stream()
                .sorted(Comparator.comparing(Dated::time).reversed())
                .limit(MOST_RECENT)
                .map(Dated::file)
                .toList();
    }

    static boolean isSession(Path file) {
        return isNamed(file, ENDING);
    }

    private static boolean isNamed(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Lets the operator choose a file. */
    void choose(@Nullable Scene scene) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open a recorded session");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Parley sessions", "*" + ENDING),
                        new FileChooser.ExtensionFilter("Other programs' logs, all files", "*"));
        folder.map(Path::toFile).filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        try {
            File chosen = chooser.showOpenDialog(scene == null ? null : scene.getWindow());
            if (chosen != null) {
                open(chosen.toPath());
            }
        } catch (UnsupportedOperationException e) {
            notices.failed("This display has no file chooser; drop the file onto the window, or name it to parley.");
        }
    }

    /** Takes session files that are dropped onto {@code scene}; {@code snippets} gets what is a snippet or a list of commands. */
    void acceptDrops(Scene scene, Consumer<Path> snippets) {
        scene.setOnDragOver(event -> {
            if (!event.getDragboard().getFiles().isEmpty()
                    || event.getDragboard().hasString()) {
                event.acceptTransferModes(TransferMode.COPY);
                event.consume();
            }
        });
        scene.setOnDragDropped(event -> {
            List<File> files = event.getDragboard().getFiles();
            if (files.isEmpty() && event.getDragboard().hasString()) {
                paste(event.getDragboard().getString());
                event.setDropCompleted(true);
            } else {
                event.setDropCompleted(take(files, snippets));
            }
            event.consume();
        });
    }

    /** Takes the first of {@code dropped}; false where nothing was. */
    boolean take(List<File> dropped, Consumer<Path> snippets) {
        if (dropped.isEmpty()) {
            return false;
        }
        Path file = dropped.getFirst().toPath();
        if (isNamed(file, ".json")) {
            snippets.accept(file);
        } else if (isNamed(file, ".txt")) {
            // A log's commands must never be one click from being sent: what is recorded is opened, whatever its name.
            background.execute(() -> {
                boolean log = LogImport.isLog(file);
                FxThread.run(() -> {
                    if (log) {
                        open(file);
                    } else {
                        snippets.accept(file);
                    }
                });
            });
        } else {
            open(file);
        }
        return true;
    }

    /** A session in the making: where it is read from, and the reader of how far it is. */
    private interface Reading {
        void by(int mine) throws SessionFileException, IOException;
    }

    /**
     * Reads {@code file} in the background: a session is opened, of another program's log is told what it was taken for. What is
     * wrong with it is told in one sentence.
     */
    void open(Path file) {
        read(file, mine -> {
            if (LogImport.isSession(file)) {
                String what = "Reading " + file + " (" + Figures.bytes(Files.size(file)) + ")";
                opened(mine, file, Session.open(file, done -> progress(mine, what, done)));
            } else {
                drafted(mine, LogDraft.of(file));
            }
        });
    }

    /** Takes a log out of the clipboard. */
    void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text == null || text.isBlank()) {
            notices.failed("There is no text in the clipboard; copy a log, a forum post or hex digits first.");
        } else {
            paste(text);
        }
    }

    /** Takes a log that was pasted. */
    void paste(String text) {
        Instant now = Instant.now();
        read(Path.of("pasted text"), mine -> drafted(mine, LogDraft.ofText(text, now)));
    }

    /** Opens what was made of a log, in the background. */
    void open(LogDraft draft) {
        Path name = Path.of(draft.name());
        read(name, mine -> opened(mine, name, draft.open(done -> progress(mine, "Reading " + name, done))));
    }

    private void progress(int mine, String what, double done) {
        FxThread.run(() -> {
            if (mine == wanted) {
                reader.reading(what, done);
            }
        });
    }

    private void drafted(int mine, LogDraft draft) {
        FxThread.run(() -> {
            if (mine == wanted) {
                reader.idle();
                reader.drafted(draft);
            }
        });
    }

    private void opened(int mine, Path file, Session session) {
        Recording recording = Recording.of(file, session);
        FxThread.run(() -> {
            if (mine == wanted) {
                reader.idle();
                reader.opened(recording);
            } else {
                background.execute(session::close);
            }
        });
    }

    private void read(Path file, Reading reading) {
        wanted++;
        int mine = wanted;
        reader.reading("Reading " + file, -1);
        background.execute(() -> {
            try {
                reading.by(mine);
            } catch (SessionFileException e) {
                failed(mine, String.valueOf(e.getMessage()));
            } catch (IOException | UncheckedIOException e) {
                failed(mine, file + " cannot be read; check that it is there and may be read");
            }
        });
    }

    private void failed(int number, String why) {
        FxThread.run(() -> {
            if (number == wanted) {
                reader.idle();
                notices.failed("The session was not opened: " + why);
            }
        });
    }
}
