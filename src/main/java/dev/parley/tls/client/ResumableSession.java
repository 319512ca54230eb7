package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import org.bouncycastle.tls.TlsSession;

/**
 * A TLS 1.2 session that its server may take up again by its id (RFC 5246 section 7.3), or by a ticket it gave (RFC 5077). It holds the
 * session's secret, in memory.
 */
public final class ResumableSession {
    private final TlsSession session;
    private final Bytes ticket;

    /**
     * A session.
     *
     * @param session has the id the server gave, or, with a ticket, one that the client chose: a server that takes the ticket gives it
     *     back (RFC 5077 section 3.4)
     * @param ticket empty where the server keeps the session itself
     */
    ResumableSession(TlsSession session, Bytes ticket) {
        this.session = session;
        this.ticket = ticket;
    }

    TlsSession session() {
        return session;
    }

    /** The ticket, or no bytes where the session is taken up by its id. */
    Bytes ticket() {
        return ticket;
    }

    /** The id that stands for the session in the ClientHello, 1 to 32 bytes. */
    public Bytes id() {
        return Bytes.copyOf(session.getSessionID());
    }

    /** Without the secret, and without the ticket, which holds it: this text may reach a log. */
    @Override
    public String toString() {
        return "ResumableSession[" + id().hex() + (ticket.isEmpty() ? "" : ", ticket of " + ticket.length() + " bytes")
                + "]";
    }
}
