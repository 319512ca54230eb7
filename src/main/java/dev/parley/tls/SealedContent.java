package dev.parley.tls;

import java.util.Optional;

/**
 * What a protected record of TLS 1.3 that no known secret opens most likely holds, by its size and its place in the order. Padding (RFC
 * 8446 section 5.4) or several messages in one record make it {@link #UNTOLD}, so nothing here is certain.
 */
public enum SealedContent {
    UNTOLD(""),
    /** The client's first record that is neither as short as an alert nor as Finished. */
    CERTIFICATE("Certificate"),
    /** A record of the client as long as a Certificate without a certificate is. */
    EMPTY_CERTIFICATE("Certificate (empty)"),
    /** What the client sends between its Certificate and its Finished. */
    CERTIFICATE_VERIFY("CertificateVerify"),
    /** Either side's, by its size: the length of the suite's hash. */
    FINISHED("Finished"),
    /** A level and a description, where nothing else as short is to be expected. */
    ALERT("Alert");

    private final String title;

    SealedContent(String title) {
        this.title = title;
    }

    /** What it is called, for example {@code Certificate}; empty where nothing can be told. */
    public String title() {
        return title;
    }

    /** The client's state in which it crosses; nothing for an alert and where nothing can be told. */
    public Optional<HandshakeState> state(boolean client) {
        return switch (this) {
            case UNTOLD, ALERT -> Optional.empty();
            case CERTIFICATE, EMPTY_CERTIFICATE -> Optional.of(HandshakeState.CLIENT_CERTIFICATE);
            case CERTIFICATE_VERIFY -> Optional.of(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
            case FINISHED -> Optional.of(client ? HandshakeState.CLIENT_FINISHED : HandshakeState.SERVER_FINISHED);
        };
    }
}
