package dev.parley.ui.replay;

import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.journal.Event;
import dev.parley.session.Snapshot;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A place in a session that is worth going to.
 *
 * @param nanos since the session began; the session as it stood then has it
 * @param title what it is, in a few words
 */
record Stop(long nanos, Kind kind, String title) {
    /** What a stop is about. */
    enum Kind {
        /** A state of a TLS handshake was left. */
        STATE("States"),
        /** The last thing a finding rests on happened. */
        FINDING("Findings"),
        /** The operator set a bookmark, or a log's line says something. */
        BOOKMARK("Bookmarks");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** All stops of a session, in order of time. */
    static List<Stop> of(Snapshot whole) {
        List<Stop> stops = new ArrayList<>();
        for (TlsConversation conversation : whole.view().conversations().values()) {
            for (HandshakeStep step : conversation.steps()) {
                if (step.message().isPresent() || step.status() == HandshakeStep.Status.FAILED) {
                    long left = step.endNanos() >= 0 ? step.endNanos() : step.startNanos();
                    stops.add(new Stop(left, Kind.STATE, step.state().name()));
                }
            }
        }
        for (Finding finding : whole.findings()) {
            long last =
                    finding.evidence().stream().mapToLong(Evidence::nanos).max().orElse(0);
            stops.add(new Stop(last, Kind.FINDING, finding.title()));
        }
        for (Event event : whole.view().changes()) {
            if (event instanceof Event.Note note && note.n() > 1) {
                String line = note.text().lines().findFirst().orElse("");
                stops.add(new Stop(note.nanos(), Kind.BOOKMARK, line.isBlank() ? "Bookmark" : line));
            }
        }
        return stops.stream()
                .filter(stop -> stop.nanos() >= 0)
                .sorted(Comparator.comparingLong(Stop::nanos))
                .toList();
    }

    /** The stop of {@code kind} after {@code nanos}, or before it; nothing where there is none. */
    static Optional<Stop> next(List<Stop> stops, Kind kind, long nanos, boolean forward) {
        List<Stop> those = stops.stream()
                .filter(stop -> stop.kind() == kind && (forward ? stop.nanos() > nanos : stop.nanos() < nanos))
                .toList();
        return those.isEmpty() ? Optional.empty() : Optional.of(forward ? those.getFirst() : those.getLast());
    }
}
