package dev.parley.session;

import dev.parley.journal.Journal;

/** A session: a journal and the pipeline that derives everything from it. Live, replayed and imported ones are the same. */
public final class Session implements AutoCloseable {
    private final Journal journal;

    public Session(Journal journal) {
        this.journal = journal;
    }

    public Journal journal() {
        return journal;
    }

    /** Everything derived up to the last event the pipeline has taken in; cheap where nothing changed. Any thread. */
    public Snapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /** Waits until the pipeline has taken in all that the journal holds now, then gives the snapshot. Any thread. */
    public Snapshot settled() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
