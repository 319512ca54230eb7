package dev.parley.tls;

import java.util.Optional;

/** Handshake message types (RFC 5246 section 7.4, RFC 8446 section 4, RFC 4680, RFC 5077, RFC 6066, RFC 8879). */
public enum HandshakeType {
    HELLO_REQUEST(0, "HelloRequest"),
    CLIENT_HELLO(1, "ClientHello"),
    SERVER_HELLO(2, "ServerHello"),
    NEW_SESSION_TICKET(4, "NewSessionTicket"),
    END_OF_EARLY_DATA(5, "EndOfEarlyData"),
    ENCRYPTED_EXTENSIONS(8, "EncryptedExtensions"),
    CERTIFICATE(11, "Certificate"),
    SERVER_KEY_EXCHANGE(12, "ServerKeyExchange"),
    CERTIFICATE_REQUEST(13, "CertificateRequest"),
    SERVER_HELLO_DONE(14, "ServerHelloDone"),
    CERTIFICATE_VERIFY(15, "CertificateVerify"),
    CLIENT_KEY_EXCHANGE(16, "ClientKeyExchange"),
    FINISHED(20, "Finished"),
    CERTIFICATE_URL(21, "CertificateURL"),
    CERTIFICATE_STATUS(22, "CertificateStatus"),
    SUPPLEMENTAL_DATA(23, "SupplementalData"),
    KEY_UPDATE(24, "KeyUpdate"),
    COMPRESSED_CERTIFICATE(25, "CompressedCertificate");

    private final int number;
    private final String title;

    HandshakeType(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public int number() {
        return number;
    }

    /** The name as the RFC writes it, for example {@code ClientHello}. */
    public String title() {
        return title;
    }

    public static Optional<HandshakeType> of(int number) {
        for (HandshakeType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
