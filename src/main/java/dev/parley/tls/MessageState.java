package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.Optional;

/** The state in which a message crosses. */
final class MessageState {
    private MessageState() {}

    /** The state in which a handshake message crosses; nothing for one that has none. */
    static Optional<HandshakeState> of(TlsMessage.Handshake message, Crossed crossed, boolean tls13) {
        boolean client = message.direction() == Direction.TX;
        if (message.type().isEmpty()) {
            return Optional.empty();
        }
        if (client) {
            return switch (message.type().get()) {
                case CLIENT_HELLO ->
                    Optional.of(
                            crossed.has(HandshakeState.HELLO_RETRY_REQUEST)
                                    ? HandshakeState.SECOND_CLIENT_HELLO
                                    : HandshakeState.CLIENT_HELLO);
                case CERTIFICATE -> Optional.of(HandshakeState.CLIENT_CERTIFICATE);
                case CLIENT_KEY_EXCHANGE -> Optional.of(HandshakeState.CLIENT_KEY_EXCHANGE);
                case CERTIFICATE_VERIFY ->
                    Optional.of(tls13 ? HandshakeState.CLIENT_CERTIFICATE_VERIFY : HandshakeState.CERTIFICATE_VERIFY);
                case FINISHED -> Optional.of(HandshakeState.CLIENT_FINISHED);
                case END_OF_EARLY_DATA -> Optional.of(HandshakeState.END_OF_EARLY_DATA);
                case KEY_UPDATE -> Optional.of(HandshakeState.CLIENT_KEY_UPDATE);
                default -> Optional.empty();
            };
        }
        return switch (message.type().get()) {
            case HELLO_REQUEST -> Optional.of(HandshakeState.HELLO_REQUEST);
            case SERVER_HELLO ->
                Optional.of(Hello.isRetry(message) ? HandshakeState.HELLO_RETRY_REQUEST : HandshakeState.SERVER_HELLO);
            case ENCRYPTED_EXTENSIONS -> Optional.of(HandshakeState.ENCRYPTED_EXTENSIONS);
            case CERTIFICATE_VERIFY -> Optional.of(HandshakeState.SERVER_CERTIFICATE_VERIFY);
            case KEY_UPDATE -> Optional.of(HandshakeState.SERVER_KEY_UPDATE);
            case CERTIFICATE -> Optional.of(HandshakeState.SERVER_CERTIFICATE);
            case SERVER_KEY_EXCHANGE -> Optional.of(HandshakeState.SERVER_KEY_EXCHANGE);
            case CERTIFICATE_REQUEST -> Optional.of(HandshakeState.CERTIFICATE_REQUEST);
            case SERVER_HELLO_DONE -> Optional.of(HandshakeState.SERVER_HELLO_DONE);
            case NEW_SESSION_TICKET ->
                Optional.of(tls13 ? HandshakeState.NEW_SESSION_TICKET : HandshakeState.SERVER_NEW_SESSION_TICKET);
            case FINISHED -> Optional.of(HandshakeState.SERVER_FINISHED);
            default -> Optional.empty();
        };
    }

    /** The state in which a ChangeCipherSpec crosses. */
    static HandshakeState of(TlsMessage.ChangeCipherSpec change, Crossed crossed, Route route) {
        if (route.isTls13()) {
            return dummy(change.direction(), crossed, route.isRetried());
        }
        if (change.direction() == Direction.RX) {
            return HandshakeState.SERVER_CHANGE_CIPHER_SPEC;
        }
        return route.isAnswered()
                ? HandshakeState.CLIENT_CHANGE_CIPHER_SPEC
                : HandshakeState.CLIENT_CCS_AFTER_CLIENT_HELLO;
    }

    /** In TLS 1.3 it changes nothing (RFC 8446 appendix D.4). */
    private static HandshakeState dummy(Direction direction, Crossed crossed, boolean retried) {
        if (direction == Direction.RX) {
            return retried
                    ? HandshakeState.SERVER_CCS_AFTER_HELLO_RETRY_REQUEST
                    : HandshakeState.SERVER_CCS_AFTER_SERVER_HELLO;
        }
        return retried && !crossed.has(HandshakeState.SECOND_CLIENT_HELLO)
                ? HandshakeState.CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO
                : HandshakeState.CLIENT_CCS_AFTER_SERVER_FINISHED;
    }
}
