package dev.parley.export;

import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.journal.SessionWriter;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.tls.TlsConversation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session in which every value that {@link Redaction} names is overwritten before anything is derived from it: what is drawn of it
 * cannot show one. Lengths, times and order are those of the session; the findings are the session's own, with the values in their
 * sentences replaced, as a byte that is overwritten in a certificate would mislead the doctor.
 */
public final class RedactedSession implements AutoCloseable {
    private final Redactor redactor;
    private final Session session;
    private final Snapshot snapshot;

    private RedactedSession(Redactor redactor, Session session, Snapshot snapshot) {
        this.redactor = redactor;
        this.session = session;
        this.snapshot = snapshot;
    }

    /**
     * The session of {@code journal}, redacted. It is in memory, and apart from the journal it was made from.
     *
     * @param whole what is derived from {@code journal}
     */
    public static RedactedSession of(Snapshot whole, Journal journal, Redaction redaction) {
        Redactor redactor = redaction.of(whole.view());
        MaskedLink link = MaskedLink.of(whole.view(), journal, redactor);
        Session session = decoded(link, journal, redactor, true);
        if (isLeaky(session.settled(), redactor)) {
            // A value that lies across two records is seen in neither: then the payload stays closed.
            session.close();
            session = decoded(link, journal, redactor, false);
        }
        Snapshot own = session.settled();
        List<Finding> findings =
                whole.findings().stream().map(it -> finding(it, redactor)).toList();
        return new RedactedSession(
                redactor,
                session,
                new Snapshot(
                        own.revision(),
                        own.header(),
                        own.view(),
                        own.flow(),
                        findings,
                        whole.damage().map(redactor::prose)));
    }

    private static Session decoded(MaskedLink link, Journal journal, Redactor redactor, boolean secrets) {
        Journal masked = Journal.inMemory(header(journal.header(), redactor), () -> 0L);
        events(link, journal, redactor, secrets, masked::again);
        return Session.masked(masked, redactor::payload);
    }

    /** Writes the session file of {@code journal}, redacted; without TLS secrets, as they would undo it. */
    static void write(Snapshot whole, Journal journal, Redaction redaction, OutputStream out) throws IOException {
        Redactor redactor = redaction.of(whole.view());
        SessionWriter writer = new SessionWriter(out, header(journal.header(), redactor));
        MaskedLink link = MaskedLink.of(whole.view(), journal, redactor);
        IOException[] failed = new IOException[1];
        events(link, journal, redactor, false, event -> {
            try {
                writer.add(event);
            } catch (IOException e) {
                failed[0] = e;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
    }

    private static SessionHeader header(SessionHeader header, Redactor redactor) {
        return new SessionHeader(
                header.format(),
                header.program(),
                redactor.text(header.link()),
                redactor.text(header.profile()),
                header.started(),
                false);
    }

    private static void events(
            MaskedLink link, Journal journal, Redactor redactor, boolean secrets, Consumer<Event> out) {
        for (long n = 1; n <= journal.events(); n++) {
            out.accept(
                    switch (journal.event(n)) {
                        case Event.Traffic it ->
                            new Event.Traffic(
                                    it.n(), it.nanos(), it.direction(), it.offset(), link.at(it.place()), it.origin());
                        case Event.Action it ->
                            new Event.Action(it.n(), it.nanos(), it.name(), redactor.text(it.detail()));
                        case Event.Note it -> new Event.Note(it.n(), it.nanos(), redactor.text(it.text()), it.place());
                        case Event.LinkChange it ->
                            new Event.LinkChange(it.n(), it.nanos(), it.state(), redactor.text(it.detail()));
                        case Event.Secret it ->
                            secrets
                                    ? it
                                    : new Event.Secret(
                                            it.n(), it.nanos(), it.label(), it.clientRandom(), Bytes.empty());
                        case Event.Signals it -> it;
                    });
        }
    }

    /** True if application data that was opened has a value in it all the same. */
    private static boolean isLeaky(Snapshot snapshot, Redactor redactor) {
        for (TlsConversation conversation : snapshot.view().conversations().values()) {
            for (var direction : dev.parley.journal.Direction.values()) {
                Bytes clear = Bytes.concat(conversation.records().stream()
                        .filter(record -> record.encrypted() && record.direction() == direction)
                        .map(record -> record.plaintext())
                        .toList());
                if (redactor.knows(clear)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Finding finding(Finding finding, Redactor redactor) {
        return new Finding(
                finding.code(),
                finding.confidence(),
                redactor.prose(finding.title()),
                redactor.prose(finding.meaning()),
                finding.evidence().stream()
                        .map(it -> new Evidence(redactor.prose(it.text()), it.places(), it.nanos()))
                        .toList(),
                finding.fix().stream().map(redactor::prose).toList(),
                redactor.prose(finding.refutedBy()));
    }

    /** The redacted session; its journal has the masked bytes. */
    public Session session() {
        return session;
    }

    /** What is derived from it. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** How a controller stood, with the values in its words replaced. */
    public ControllerState state(ControllerState state) {
        return new ControllerState(
                state.phase(),
                state.steps().stream()
                        .map(step -> new ControllerState.Step(
                                step.name(), step.status(), redactor.text(step.value()), step.nanos()))
                        .toList(),
                state.stop(),
                state.failure().map(redactor::prose),
                state.silence()
                        .map(it -> new ControllerState.Silence(
                                redactor.text(it.command()),
                                it.limit(),
                                it.sinceNanos(),
                                it.over(),
                                redactor.text(it.sentence()))),
                state.listenOnly(),
                state.changedSettings());
    }

    @Override
    public void close() {
        session.close();
    }
}
