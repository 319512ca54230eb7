package dev.parley.tls;

/** By what a server took up an earlier session, so that no certificate crosses. */
public enum Resumption {
    /** TLS 1.2: the server kept the session under the id it had given it (RFC 5246 section 7.3). */
    SESSION_ID("session id"),
    /** TLS 1.2: the client brought the session back in a ticket (RFC 5077 section 3.1). */
    TICKET("session ticket"),
    /**
     * TLS 1.3: a pre-shared key, from a ticket of an earlier connection or agreed on otherwise: on the wire they look the same (RFC
     * 8446 section 2.2).
     */
    PRE_SHARED_KEY("pre-shared key");

    private final String title;

    Resumption(String title) {
        this.title = title;
    }

    /** In words, for example {@code session ticket}. */
    public String title() {
        return title;
    }
}
