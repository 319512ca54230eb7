package dev.parley.tls;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * TLS alert numbers in words (RFC 5246 section 7.2, RFC 8446 section 6, RFC 6066, RFC 7301), each with what usually leads to it
 * where a modem lies between the two.
 */
public enum AlertDescription {
    CLOSE_NOTIFY(
            0,
            "the sender ends the connection in good order",
            "in the middle of a handshake: the sender turned the other away without a reason",
            "the server's idle limit was reached"),
    UNEXPECTED_MESSAGE(
            10,
            "a message came that does not belong there",
            "bytes were lost, doubled or put in another order between host and modem",
            "a renegotiation or KeyUpdate met a peer that does not support it"),
    BAD_RECORD_MAC(
            20,
            "a record did not authenticate: bytes were altered or lost on the way, or keys differ",
            "bytes were lost or changed between host and modem, for example without flow control",
            "a record was sent twice after a refused send, or two tasks wrote to one connection",
            "the peers derived different keys: the ClientKeyExchange or a hello was altered"),
    DECRYPTION_FAILED(
            21,
            "a record could not be decrypted; later versions of TLS say bad_record_mac",
            "bytes were lost or changed on the way"),
    RECORD_OVERFLOW(
            22,
            "a record was longer than allowed or agreed",
            "max_fragment_length was agreed on, and a longer record was sent all the same",
            "a length field was altered on the way"),
    DECOMPRESSION_FAILURE(30, "a record could not be decompressed", "bytes were lost or changed on the way"),
    HANDSHAKE_FAILURE(
            40,
            "no acceptable set of parameters: version, suite, curve, signature or certificate",
            "client and server have no cipher suite, curve or signature algorithm in common",
            "the server demands a client certificate and got an empty list",
            "the server has no certificate for the name in SNI, or needs SNI and got none"),
    NO_CERTIFICATE(41, "the client has no certificate (SSL 3.0 only)", "the peer speaks SSL 3.0"),
    BAD_CERTIFICATE(
            42,
            "the certificate is corrupt, or its signature does not verify",
            "a byte of the Certificate was lost or changed on the way",
            "the file holds another certificate than the one that was issued",
            "the certificate is not registered, or not active, at the endpoint"),
    UNSUPPORTED_CERTIFICATE(
            43,
            "the certificate is of a type the peer does not take",
            "keyUsage lacks digitalSignature, or extendedKeyUsage lacks clientAuth or serverAuth",
            "the key's type, its curve or the signature algorithm is not among those the peer asked for"),
    CERTIFICATE_REVOKED(
            44,
            "the certificate was revoked by its issuer",
            "the device was withdrawn, or its certificate was replaced by another"),
    CERTIFICATE_EXPIRED(
            45,
            "the certificate has expired or is not yet valid",
            "its dates are past",
            "the clock of who checks it is wrong: a device that starts in 1970 finds every certificate not yet valid"),
    CERTIFICATE_UNKNOWN(
            46,
            "the certificate was not accepted for a reason the peer does not say",
            "the certificate is not registered, or not active, at the endpoint, or belongs to another account or"
                    + " region",
            "the CA that issued it is not registered there"),
    ILLEGAL_PARAMETER(
            47,
            "a field holds a value that is out of range or does not fit the others",
            "the peer chose what was not offered, or answered to an extension with another value",
            "bytes were changed on the way"),
    UNKNOWN_CA(
            48,
            "the certificate's issuer is not known to the peer, or not trusted by it",
            "an intermediate certificate is missing in the chain that was sent",
            "the trust store of who sent the alert lacks the root, or holds another of the same name"),
    ACCESS_DENIED(
            49,
            "the certificate is valid, but its owner may not connect",
            "no policy allows this certificate to connect"),
    DECODE_ERROR(
            50,
            "a message could not be decoded: its length or a field is wrong",
            "bytes were lost or added between host and modem",
            "the message was cut over several records, and the peer cannot put it together"),
    DECRYPT_ERROR(
            51,
            "a signature or the Finished message did not verify",
            "the private key does not belong to the certificate",
            "a handshake message was altered on the way, so that both sides' Finished differ"),
    EXPORT_RESTRICTION(60, "a parameter breaks export rules that are long gone", "the peer is very old"),
    PROTOCOL_VERSION(
            70,
            "the offered TLS version is not supported by the peer",
            "the server takes TLS 1.2 or newer only, and the client's build has it switched off",
            "the client offers TLS 1.3 only, and the server does not know it"),
    INSUFFICIENT_SECURITY(
            71,
            "the peer asks for stronger parameters than were offered",
            "the client offers only suites, curves or hashes that the server's policy no longer takes"),
    INTERNAL_ERROR(
            80,
            "something failed inside the peer that has nothing to do with the protocol",
            "the sender ran out of memory, or its buffers are too small for what came",
            "the server is misconfigured: no certificate or no key"),
    INAPPROPRIATE_FALLBACK(
            86,
            "the connection was tried again with a lower version than both support",
            "the client retries with an older version after a connection that broke off"),
    USER_CANCELED(
            90,
            "the handshake was given up for a reason other than a protocol failure",
            "the program or its user aborted"),
    NO_RENEGOTIATION(100, "the peer does not renegotiate", "renegotiation is switched off at the peer"),
    MISSING_EXTENSION(
            109,
            "an extension that must be there is missing",
            "a ClientHello of TLS 1.3 without supported_groups, signature_algorithms or key_share",
            "the server insists on SNI"),
    UNSUPPORTED_EXTENSION(
            110,
            "an extension came that was not offered",
            "the server answered to an extension the client had not sent"),
    CERTIFICATE_UNOBTAINABLE(
            111,
            "the certificate could not be fetched from the address given",
            "the client sent a certificate_url that the server cannot reach"),
    UNRECOGNIZED_NAME(
            112,
            "the server does not know the name in SNI",
            "SNI holds another endpoint's name, an address, or a name spelled wrong"),
    BAD_CERTIFICATE_STATUS_RESPONSE(
            113, "the OCSP response is not acceptable", "the server staples an OCSP response that is old or another's"),
    BAD_CERTIFICATE_HASH_VALUE(
            114, "the fetched certificate is not the one announced", "the certificate at the address was replaced"),
    UNKNOWN_PSK_IDENTITY(
            115,
            "the pre-shared key's identity is not known",
            "the identity is spelled differently on the two sides, or the ticket is too old"),
    CERTIFICATE_REQUIRED(
            116,
            "the server demands a client certificate and got none",
            "the client has no certificate and key configured",
            "the client's key does not fit the algorithms of the CertificateRequest, so it sent none"),
    NO_APPLICATION_PROTOCOL(
            120,
            "none of the offered ALPN protocols is supported",
            "the port needs a certain protocol name, as AWS IoT's 443 needs x-amzn-mqtt-ca"),
    ECH_REQUIRED(121, "the server wants an encrypted ClientHello", "the server's ECH keys changed");

    private final int number;
    private final String meaning;
    private final List<String> causes;

    AlertDescription(int number, String meaning, String... causes) {
        this.number = number;
        this.meaning = meaning;
        this.causes = List.of(causes);
    }

    public int number() {
        return number;
    }

    /** What the alert says about the sender's view, in plain words without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** What usually leads to it, the most usual first, in plain words without a full stop; never empty. */
    public List<String> causes() {
        return causes;
    }

    /** The alert of that number; nothing for one that is in no standard. */
    public static Optional<AlertDescription> of(int number) {
        for (AlertDescription alert : values()) {
            if (alert.number == number) {
                return Optional.of(alert);
            }
        }
        return Optional.empty();
    }

    /** The alert's name as the RFC writes it, for example {@code bad_certificate}; {@code unknown} for other numbers. */
    public static String name(int number) {
        return of(number).map(alert -> alert.name().toLowerCase(Locale.ROOT)).orElse("unknown");
    }

    /** The meaning of {@code number}, or that it is in no standard. */
    public static String meaning(int number) {
        return of(number).map(AlertDescription::meaning).orElse("an alert number that is in no standard");
    }

    /** The causes of {@code number}; empty for one that is in no standard. */
    public static List<String> causes(int number) {
        return of(number).map(AlertDescription::causes).orElse(List.of());
    }
}
