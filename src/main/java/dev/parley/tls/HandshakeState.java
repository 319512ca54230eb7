package dev.parley.tls;

/**
 * The states of a TLS 1.2 client handshake, with mbedTLS's names and numbers (its {@code mbedtls_ssl_states}, 2.16 to 2.28).
 *
 * <p>In each state one thing crosses the wire or nothing does: the state is told from the wire, never from a library.
 */
public enum HandshakeState {
    HELLO_REQUEST(0, Lane.NONE, "—", false),
    CLIENT_HELLO(1, Lane.CLIENT, "ClientHello", false),
    SERVER_HELLO(2, Lane.SERVER, "ServerHello", false),
    SERVER_CERTIFICATE(3, Lane.SERVER, "Certificate", false),
    SERVER_KEY_EXCHANGE(4, Lane.SERVER, "ServerKeyExchange", true),
    CERTIFICATE_REQUEST(5, Lane.SERVER, "CertificateRequest", true),
    SERVER_HELLO_DONE(6, Lane.SERVER, "ServerHelloDone", false),
    CLIENT_CERTIFICATE(7, Lane.CLIENT, "Certificate", true),
    CLIENT_KEY_EXCHANGE(8, Lane.CLIENT, "ClientKeyExchange", false),
    CERTIFICATE_VERIFY(9, Lane.CLIENT, "CertificateVerify", true),
    CLIENT_CHANGE_CIPHER_SPEC(10, Lane.CLIENT, "ChangeCipherSpec", false),
    CLIENT_FINISHED(11, Lane.CLIENT, "Finished", false),
    SERVER_NEW_SESSION_TICKET(17, Lane.SERVER, "NewSessionTicket", true),
    SERVER_CHANGE_CIPHER_SPEC(12, Lane.SERVER, "ChangeCipherSpec", false),
    SERVER_FINISHED(13, Lane.SERVER, "Finished", false),
    FLUSH_BUFFERS(14, Lane.NONE, "—", false),
    HANDSHAKE_WRAPUP(15, Lane.NONE, "—", false),
    HANDSHAKE_OVER(16, Lane.NONE, "—", false);

    /** Who speaks in a state. */
    public enum Lane {
        CLIENT,
        SERVER,
        NONE
    }

    private final int number;
    private final Lane lane;
    private final String message;
    private final boolean optional;

    HandshakeState(int number, Lane lane, String message, boolean optional) {
        this.number = number;
        this.lane = lane;
        this.message = message;
        this.optional = optional;
    }

    /** mbedTLS's number, for example 7 for CLIENT_CERTIFICATE. */
    public int number() {
        return number;
    }

    /** mbedTLS's name, for example {@code MBEDTLS_SSL_CLIENT_CERTIFICATE}. */
    public String mbedName() {
        return "MBEDTLS_SSL_" + name();
    }

    public Lane lane() {
        return lane;
    }

    /** What crosses the wire in it. */
    public String message() {
        return message;
    }

    /** True if a handshake may go past it without a message. */
    public boolean isOptional() {
        return optional;
    }
}
