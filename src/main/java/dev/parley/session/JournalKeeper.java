package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;

/** Decides where a new session's journal is kept. */
@FunctionalInterface
public interface JournalKeeper {
    /**
     * Makes the journal of a session that begins now, on the clock {@link System#nanoTime()}.
     *
     * @throws SessionFileException if its file cannot be written
     */
    Journal begin(SessionHeader header) throws SessionFileException;

    /** Keeps sessions in memory: for tests and for those who throw them away. */
    static JournalKeeper inMemory() {
        return header -> Journal.inMemory(header, System::nanoTime);
    }
}
