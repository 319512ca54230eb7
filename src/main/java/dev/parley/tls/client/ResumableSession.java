package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import org.bouncycastle.tls.TlsSession;

/** A TLS 1.2 session that its server may take up again by its id (RFC 5246 section 7.3). It holds the session's secret, in memory. */
public final class ResumableSession {
    private final TlsSession session;

    ResumableSession(TlsSession session) {
        this.session = session;
    }

    TlsSession session() {
        return session;
    }

    /** The id that the server gave the session, 1 to 32 bytes. */
    public Bytes id() {
        return Bytes.copyOf(session.getSessionID());
    }

    /** Without the secret: this text may reach a log. */
    @Override
    public String toString() {
        return "ResumableSession[" + id().hex() + "]";
    }
}
