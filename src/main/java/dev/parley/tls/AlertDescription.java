package dev.parley.tls;

/** TLS alert numbers in words (RFC 5246 section 7.2, RFC 8446 section 6, RFC 6066, RFC 7301). */
public enum AlertDescription {
    CLOSE_NOTIFY(0, "the sender ends the connection in good order"),
    UNEXPECTED_MESSAGE(10, "a message came that does not belong there"),
    BAD_RECORD_MAC(20, "a record did not authenticate: bytes were altered or lost on the way, or keys differ"),
    RECORD_OVERFLOW(22, "a record was longer than allowed or agreed"),
    HANDSHAKE_FAILURE(40, "no acceptable set of parameters: version, suite, curve, signature or certificate"),
    BAD_CERTIFICATE(42, "the certificate is corrupt, or its signature does not verify"),
    UNSUPPORTED_CERTIFICATE(43, "the certificate is of a type the peer does not take"),
    CERTIFICATE_REVOKED(44, "the certificate was revoked by its issuer"),
    CERTIFICATE_EXPIRED(45, "the certificate has expired or is not yet valid"),
    CERTIFICATE_UNKNOWN(46, "the certificate was not accepted for a reason the peer does not say"),
    ILLEGAL_PARAMETER(47, "a field holds a value that is out of range or does not fit the others"),
    UNKNOWN_CA(48, "the certificate's issuer is not known to the peer, or not trusted by it"),
    ACCESS_DENIED(49, "the certificate is valid, but its owner may not connect"),
    DECODE_ERROR(50, "a message could not be decoded: its length or a field is wrong"),
    DECRYPT_ERROR(51, "a signature or the Finished message did not verify"),
    PROTOCOL_VERSION(70, "the offered TLS version is not supported by the peer"),
    INSUFFICIENT_SECURITY(71, "the peer asks for stronger parameters than were offered"),
    INTERNAL_ERROR(80, "something failed inside the peer that has nothing to do with the protocol"),
    INAPPROPRIATE_FALLBACK(86, "the connection was tried again with a lower version than both support"),
    USER_CANCELED(90, "the handshake was given up for a reason other than a protocol failure"),
    NO_RENEGOTIATION(100, "the peer does not renegotiate"),
    MISSING_EXTENSION(109, "an extension that must be there is missing"),
    UNSUPPORTED_EXTENSION(110, "an extension came that was not offered"),
    UNRECOGNIZED_NAME(112, "the server does not know the name in SNI"),
    BAD_CERTIFICATE_STATUS_RESPONSE(113, "the OCSP response is not acceptable"),
    UNKNOWN_PSK_IDENTITY(115, "the pre-shared key's identity is not known"),
    CERTIFICATE_REQUIRED(116, "the server demands a client certificate and got none"),
    NO_APPLICATION_PROTOCOL(120, "none of the offered ALPN protocols is supported");

    private final int number;
    private final String meaning;

    AlertDescription(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** What the alert says about the sender's view, in plain words without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** The alert's name as the RFC writes it, for example {@code bad_certificate}; {@code unknown} for other numbers. */
    public static String name(int number) {
        for (AlertDescription alert : values()) {
            if (alert.number == number) {
                return alert.name().toLowerCase(java.util.Locale.ROOT);
            }
        }
        return "unknown";
    }

    /** The meaning of {@code number}, or that it is in no standard. */
    public static String meaning(int number) {
        for (AlertDescription alert : values()) {
            if (alert.number == number) {
                return alert.meaning;
            }
        }
        return "an alert number that is in no standard";
    }
}
