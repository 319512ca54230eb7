package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.List;

/**
 * The state an alert that ends a handshake speaks of. This is the one place for that rule.
 *
 * <p>A client does not wait after its Certificate: by the time the server's refusal is seen, ClientKeyExchange,
 * CertificateVerify, ChangeCipherSpec and Finished have often left, too. So the alert's description decides, where it names
 * its cause (RFC 5246 section 7.2.2):
 *
 * <ul>
 *   <li>From the server, after the client's Certificate: an alert about a certificate (42 to 46, 48, 49, 116) speaks of it, and so
 *       does handshake_failure (40) after an empty one.
 *   <li>From the server: decrypt_error (51) speaks of CertificateVerify where one was sent, else of the client's Finished;
 *       bad_record_mac (20) after the client's ChangeCipherSpec speaks of the client's Finished, the first protected record.
 *   <li>From the client, after the server's Certificate: an alert about a certificate speaks of that one. decrypt_error and
 *       bad_record_mac speak of the server's Finished after the server's ChangeCipherSpec, else decrypt_error speaks of
 *       ServerKeyExchange, in TLS 1.3 of the server's CertificateVerify. protocol_version (70), unsupported_extension (110) and no_application_protocol (120) speak of
 *       ServerHello.
 *   <li>Every other alert speaks of the present state.
 * </ul>
 */
final class Culprit {
    private Culprit() {}

    /** The state {@code alert} speaks of; {@code present} where it does not say. */
    static HandshakeState of(
            TlsMessage.Alert alert, Crossed crossed, boolean emptyClientCertificate, HandshakeState present) {
        boolean fromServer = alert.direction() == Direction.RX;
        boolean certificate =
                switch (alert.description()) {
                    case 42, 43, 44, 45, 46, 48, 49, 116 -> true;
                    case 40 -> fromServer && emptyClientCertificate;
                    default -> false;
                };
        if (fromServer) {
            if (certificate && crossed.sent(HandshakeState.CLIENT_CERTIFICATE)) {
                return HandshakeState.CLIENT_CERTIFICATE;
            }
            for (HandshakeState verify :
                    List.of(HandshakeState.CERTIFICATE_VERIFY, HandshakeState.CLIENT_CERTIFICATE_VERIFY)) {
                if (alert.description() == 51 && crossed.sent(verify)) {
                    return verify;
                }
            }
            if ((alert.description() == 51 || alert.description() == 20)
                    && crossed.sent(HandshakeState.CLIENT_FINISHED)) {
                return HandshakeState.CLIENT_FINISHED;
            }
            return present;
        }
        if (certificate && crossed.sent(HandshakeState.SERVER_CERTIFICATE)) {
            return HandshakeState.SERVER_CERTIFICATE;
        }
        return switch (alert.description()) {
            case 20, 51 -> {
                if (crossed.sent(HandshakeState.SERVER_CHANGE_CIPHER_SPEC)
                        || crossed.sent(HandshakeState.SERVER_FINISHED)) {
                    yield HandshakeState.SERVER_FINISHED;
                }
                if (alert.description() == 51 && crossed.sent(HandshakeState.SERVER_CERTIFICATE_VERIFY)) {
                    yield HandshakeState.SERVER_CERTIFICATE_VERIFY;
                }
                yield alert.description() == 51 && crossed.sent(HandshakeState.SERVER_KEY_EXCHANGE)
                        ? HandshakeState.SERVER_KEY_EXCHANGE
                        : present;
            }
            case 70, 110, 120 -> crossed.sent(HandshakeState.SERVER_HELLO) ? HandshakeState.SERVER_HELLO : present;
            default -> present;
        };
    }
}
