package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.link.StandardLinks;
import dev.parley.link.Tap;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A session that Parley does not drive: it is tapped between a host and its modem while it happens. Any thread.
 *
 * <p>Everything is decoded live by the same pipeline as a session of Parley's own.
 */
public final class Tapping implements AutoCloseable {
    /**
     * What to listen to.
     *
     * @param host where the host (an MCU) is: a serial port, {@code listen:127.0.0.1:PORT} where it dials in, or a TCP port
     * @param modem where the modem is
     * @param sniff true where both are receive-only adapters on the wires between the two, so that nothing is passed on
     */
    public record Plan(LinkAddress host, LinkAddress modem, boolean sniff) {}

    private final Session session;
    private final Tap tap;
    private final LinkAddress host;

    private Tapping(Session session, Tap tap, LinkAddress host) {
        this.session = session;
        this.tap = tap;
        this.host = host;
    }

    /**
     * Opens both sides and begins to record.
     *
     * @param simulator opens {@code sim:} addresses
     * @param keeper where the session's journal is kept
     * @param program name and version of this program, for the file's header
     * @throws SessionException of kind {@code INPUT} if a side cannot be opened or the session file not written
     */
    public static Tapping start(Plan plan, LinkOpener simulator, JournalKeeper keeper, String program)
            throws SessionException {
        LinkOpener links = StandardLinks.with(simulator);
        Link modem;
        try {
            modem = links.open(plan.modem());
        } catch (LinkException e) {
            throw new SessionException(SessionException.Kind.INPUT, e);
        }
        Link host;
        try {
            host = links.open(plan.host());
        } catch (LinkException e) {
            modem.close();
            throw new SessionException(SessionException.Kind.INPUT, e);
        }
        try {
            Journal journal = keeper.begin(
                    SessionHeader.of(program, plan.modem() + " tapped from " + plan.host(), Instant.now()));
            Tap tap = new Tap(host, modem, !plan.sniff(), journal);
            Tapping tapping = new Tapping(Session.live(journal), tap, host.address());
            tap.start();
            return tapping;
        } catch (SessionFileException e) {
            host.close();
            modem.close();
            throw new SessionException(SessionException.Kind.INPUT, e);
        }
    }

    public Session session() {
        return session;
    }

    /** Where the host is expected: as planned, with the port that was free where the plan named port 0. */
    public LinkAddress host() {
        return host;
    }

    /** Done with the reason, in one sentence, when a side is gone for good or the tap was closed. */
    public CompletableFuture<String> ended() {
        return tap.ended();
    }

    /** Lets go of both sides and returns when all that was heard is recorded. The session stays readable. Safe to call twice. */
    public void end() {
        tap.close();
    }

    @Override
    public void close() {
        end();
    }
}
