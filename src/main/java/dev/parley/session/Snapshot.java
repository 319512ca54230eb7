package dev.parley.session;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.flow.Flow;
import dev.parley.journal.SessionHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything derived from a journal at one time. Panels, reports and exporters read this and nothing else.
 *
 * @param revision grows with every event taken in; equal revisions are equal snapshots
 * @param view AT, sockets, TLS, MQTT
 * @param flow what crossed when, layer by layer
 * @param findings the doctor's, best first
 * @param damage what is wrong with the record itself, or nothing
 */
public record Snapshot(
        long revision,
        SessionHeader header,
        CaseView view,
        Flow flow,
        List<Finding> findings,
        Optional<String> damage) {
    /**
     * The wall clock at nanosecond 0 of the session; nothing where nobody knows it: a log from another program tells times between its
     * lines at most, and a file may have lost it.
     */
    public Optional<Instant> wallClock() {
        return LogImport.made(header) || header.started().equals(Instant.EPOCH)
                ? Optional.empty()
                : Optional.of(header.started());
    }

    /** The same with another view, for a look back at an earlier time. */
    public Snapshot withView(CaseView other) {
        return new Snapshot(revision, header, other, flow, findings, damage);
    }
}
