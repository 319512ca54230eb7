package dev.parley.session;

import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Makes journals of other programs' logs. */
public final class LogImport {
    private static final String PROGRAM = "parley import";

    private LogImport() {}

    /**
     * True if {@code file} is named as a session file is or begins as one does, or cannot be read: then whoever opens it as one tells
     * what is wrong.
     */
    public static boolean isSession(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".parley")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            return first < 0 || first == '{';
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * True if {@code file} is a record of what crossed a link, or cannot be read; false for commands alone, which are a list to send,
     * and where nothing is found in it.
     */
    public static boolean isLog(Path file) {
        try {
            return !LogDraft.of(file).isCommandsAlone();
        } catch (SessionFileException e) {
            return true;
        }
    }

    /** The log in {@code file} as a journal in memory. */
    static Journal journal(Path file) throws SessionFileException {
        return journal(file, header -> Journal.inMemory(header, () -> 0L));
    }

    /**
     * The log in {@code file} as a new session file at {@code target}.
     *
     * @return what was made of it, in sentences
     * @throws SessionFileException if the log cannot be read or has no traffic, or the target is there or cannot be written
     */
    public static List<String> toFile(Path file, Path target) throws SessionFileException {
        try (Journal journal = journal(file, header -> Journal.create(target, header, () -> 0L))) {
            return report(journal);
        }
    }

    /** True for the header of a session that is another program's log. */
    static boolean made(SessionHeader header) {
        return header.program().equals(PROGRAM);
    }

    /** What was made of an imported log, in sentences; nothing for a session that was recorded. */
    public static List<String> report(Journal journal) {
        return made(journal.header()) && journal.events() > 0 && journal.event(1) instanceof Event.Note note
                ? note.text().lines().toList()
                : List.of();
    }

    private static Journal journal(Path file, JournalKeeper keeper) throws SessionFileException {
        return LogDraft.of(file).journal(keeper);
    }

    /** The header of a session that is made of the log {@code name}, which was written at {@code started}. */
    static SessionHeader header(String name, Instant started) {
        return SessionHeader.of(PROGRAM, "log " + name, started);
    }
}
