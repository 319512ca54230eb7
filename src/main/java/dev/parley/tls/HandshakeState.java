package dev.parley.tls;

import java.util.List;

/**
 * The states of a TLS client handshake: those of TLS 1.2 and those of TLS 1.3, each with what crosses the wire in it.
 *
 * <p>In each state one thing crosses the wire or nothing does: the state is told from the wire, never from a library. What
 * mbedTLS calls a state, and its number there, is {@link MbedTlsLine}'s to say.
 */
public enum HandshakeState {
    HELLO_REQUEST(Lane.NONE, "—", false),
    CLIENT_HELLO(Lane.CLIENT, "ClientHello", false),
    SERVER_HELLO(Lane.SERVER, "ServerHello", false),
    SERVER_CERTIFICATE(Lane.SERVER, "Certificate", false),
    SERVER_KEY_EXCHANGE(Lane.SERVER, "ServerKeyExchange", true),
    CERTIFICATE_REQUEST(Lane.SERVER, "CertificateRequest", true),
    SERVER_HELLO_DONE(Lane.SERVER, "ServerHelloDone", false),
    CLIENT_CERTIFICATE(Lane.CLIENT, "Certificate", true),
    CLIENT_KEY_EXCHANGE(Lane.CLIENT, "ClientKeyExchange", false),
    CERTIFICATE_VERIFY(Lane.CLIENT, "CertificateVerify", true),
    CLIENT_CHANGE_CIPHER_SPEC(Lane.CLIENT, "ChangeCipherSpec", false),
    CLIENT_FINISHED(Lane.CLIENT, "Finished", false),
    SERVER_NEW_SESSION_TICKET(Lane.SERVER, "NewSessionTicket", true),
    SERVER_CHANGE_CIPHER_SPEC(Lane.SERVER, "ChangeCipherSpec", false),
    SERVER_FINISHED(Lane.SERVER, "Finished", false),
    FLUSH_BUFFERS(Lane.NONE, "—", false),
    HANDSHAKE_WRAPUP(Lane.NONE, "—", false),
    HANDSHAKE_OVER(Lane.NONE, "—", false),

    /** TLS 1.3: a client that offers early data sends its ChangeCipherSpec here (RFC 8446 appendix D.4). */
    CLIENT_CCS_AFTER_CLIENT_HELLO(Lane.CLIENT, "ChangeCipherSpec", true),
    /** TLS 1.3: the server asks for another ClientHello (RFC 8446 section 4.1.4). */
    HELLO_RETRY_REQUEST(Lane.SERVER, "HelloRetryRequest", true),
    SERVER_CCS_AFTER_HELLO_RETRY_REQUEST(Lane.SERVER, "ChangeCipherSpec", true),
    CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO(Lane.CLIENT, "ChangeCipherSpec", true),
    SECOND_CLIENT_HELLO(Lane.CLIENT, "ClientHello", true),
    SERVER_CCS_AFTER_SERVER_HELLO(Lane.SERVER, "ChangeCipherSpec", true),
    ENCRYPTED_EXTENSIONS(Lane.SERVER, "EncryptedExtensions", false),
    SERVER_CERTIFICATE_VERIFY(Lane.SERVER, "CertificateVerify", false),
    END_OF_EARLY_DATA(Lane.CLIENT, "EndOfEarlyData", true),
    CLIENT_CCS_AFTER_SERVER_FINISHED(Lane.CLIENT, "ChangeCipherSpec", true),
    CLIENT_CERTIFICATE_VERIFY(Lane.CLIENT, "CertificateVerify", true),
    /** TLS 1.3: a ticket comes after the handshake, if at all (RFC 8446 section 4.6.1). */
    NEW_SESSION_TICKET(Lane.SERVER, "NewSessionTicket", true),
    CLIENT_KEY_UPDATE(Lane.CLIENT, "KeyUpdate", true),
    SERVER_KEY_UPDATE(Lane.SERVER, "KeyUpdate", true);

    /** The states of a full handshake of TLS 1.2, in order (RFC 5246 section 7.3). */
    public static final List<HandshakeState> TLS12 = List.of(
            HELLO_REQUEST,
            CLIENT_HELLO,
            SERVER_HELLO,
            SERVER_CERTIFICATE,
            SERVER_KEY_EXCHANGE,
            CERTIFICATE_REQUEST,
            SERVER_HELLO_DONE,
            CLIENT_CERTIFICATE,
            CLIENT_KEY_EXCHANGE,
            CERTIFICATE_VERIFY,
            CLIENT_CHANGE_CIPHER_SPEC,
            CLIENT_FINISHED,
            SERVER_NEW_SESSION_TICKET,
            SERVER_CHANGE_CIPHER_SPEC,
            SERVER_FINISHED,
            FLUSH_BUFFERS,
            HANDSHAKE_WRAPUP,
            HANDSHAKE_OVER);

    /** All states of a handshake of TLS 1.3, in order, with those that few handshakes have (RFC 8446 section 2). */
    public static final List<HandshakeState> TLS13 = List.of(
            HELLO_REQUEST,
            CLIENT_HELLO,
            CLIENT_CCS_AFTER_CLIENT_HELLO,
            HELLO_RETRY_REQUEST,
            SERVER_CCS_AFTER_HELLO_RETRY_REQUEST,
            CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO,
            SECOND_CLIENT_HELLO,
            SERVER_HELLO,
            SERVER_CCS_AFTER_SERVER_HELLO,
            ENCRYPTED_EXTENSIONS,
            CERTIFICATE_REQUEST,
            SERVER_CERTIFICATE,
            SERVER_CERTIFICATE_VERIFY,
            SERVER_FINISHED,
            END_OF_EARLY_DATA,
            CLIENT_CCS_AFTER_SERVER_FINISHED,
            CLIENT_CERTIFICATE,
            CLIENT_CERTIFICATE_VERIFY,
            CLIENT_FINISHED,
            FLUSH_BUFFERS,
            HANDSHAKE_WRAPUP,
            HANDSHAKE_OVER,
            NEW_SESSION_TICKET,
            CLIENT_KEY_UPDATE,
            SERVER_KEY_UPDATE);

    /** Who speaks in a state. */
    public enum Lane {
        CLIENT,
        SERVER,
        NONE
    }

    private final Lane lane;
    private final String message;
    private final boolean optional;

    HandshakeState(Lane lane, String message, boolean optional) {
        this.lane = lane;
        this.message = message;
        this.optional = optional;
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
