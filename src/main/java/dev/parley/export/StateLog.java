package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every handshake message and ChangeCipherSpec of a conversation in wire order, each with the state it crossed in. */
final class StateLog {
    private StateLog() {}

    /**
     * One message.
     *
     * @param state nothing for a message that has none, as a CertificateStatus
     * @param name what the message is called
     * @param recordBytes size of its record or records on the wire, headers included
     * @param bytes size of the message itself with its header
     * @param nanos when its last byte crossed the link
     */
    record Entry(
            TlsMessage message,
            Optional<HandshakeState> state,
            String name,
            Direction direction,
            int recordBytes,
            int bytes,
            long nanos) {}

    static List<Entry> of(TlsConversation conversation) {
        Map<Integer, HandshakeState> byMessage = new HashMap<>();
        for (HandshakeStep step : conversation.steps()) {
            step.message().ifPresent(index -> byMessage.put(index, step.state()));
        }
        List<Entry> entries = new ArrayList<>();
        for (TlsMessage message : conversation.messages()) {
            switch (message) {
                case TlsMessage.Handshake handshake -> {
                    Optional<HandshakeState> state = Optional.ofNullable(byMessage.get(message.index()))
                            .or(() -> handshake
                                    .type()
                                    .flatMap(type -> conversation.isTls13()
                                            ? usual13(type, message.direction())
                                            : usual(type, message.direction())));
                    entries.add(entry(conversation, message, state, message.title(), handshake.length()));
                }
                case TlsMessage.ChangeCipherSpec change -> {
                    Optional<HandshakeState> state = Optional.ofNullable(byMessage.get(message.index()))
                            .or(() -> conversation.isTls13()
                                    ? Optional.empty()
                                    : Optional.of(
                                            message.direction() == Direction.TX
                                                    ? HandshakeState.CLIENT_CHANGE_CIPHER_SPEC
                                                    : HandshakeState.SERVER_CHANGE_CIPHER_SPEC));
                    entries.add(entry(conversation, message, state, message.title(), 1));
                }
                case TlsMessage.Alert alert -> {}
                case TlsMessage.ApplicationData data -> {}
                case TlsMessage.Protected sealed -> {}
            }
        }
        return entries;
    }

    private static Entry entry(
            TlsConversation conversation, TlsMessage message, Optional<HandshakeState> state, String name, int bytes) {
        return new Entry(
                message,
                state,
                name,
                message.direction(),
                conversation.recordBytes(message),
                bytes,
                message.endNanos());
    }

    /** The state a message belongs to where the conversation's steps do not name it, as in a second handshake. */
    private static Optional<HandshakeState> usual(HandshakeType type, Direction direction) {
        boolean client = direction == Direction.TX;
        return switch (type) {
            case HELLO_REQUEST -> Optional.of(HandshakeState.HELLO_REQUEST);
            case CLIENT_HELLO -> Optional.of(HandshakeState.CLIENT_HELLO);
            case SERVER_HELLO -> Optional.of(HandshakeState.SERVER_HELLO);
            case CERTIFICATE ->
                Optional.of(client ? HandshakeState.CLIENT_CERTIFICATE : HandshakeState.SERVER_CERTIFICATE);
            case SERVER_KEY_EXCHANGE -> Optional.of(HandshakeState.SERVER_KEY_EXCHANGE);
            case CERTIFICATE_REQUEST -> Optional.of(HandshakeState.CERTIFICATE_REQUEST);
            case SERVER_HELLO_DONE -> Optional.of(HandshakeState.SERVER_HELLO_DONE);
            case CLIENT_KEY_EXCHANGE -> Optional.of(HandshakeState.CLIENT_KEY_EXCHANGE);
            case CERTIFICATE_VERIFY -> Optional.of(HandshakeState.CERTIFICATE_VERIFY);
            case NEW_SESSION_TICKET -> Optional.of(HandshakeState.SERVER_NEW_SESSION_TICKET);
            case FINISHED -> Optional.of(client ? HandshakeState.CLIENT_FINISHED : HandshakeState.SERVER_FINISHED);
            case END_OF_EARLY_DATA,
                    ENCRYPTED_EXTENSIONS,
                    CERTIFICATE_URL,
                    CERTIFICATE_STATUS,
                    SUPPLEMENTAL_DATA,
                    KEY_UPDATE,
                    COMPRESSED_CERTIFICATE -> Optional.empty();
        };
    }

    /** In TLS 1.3 these may come more than once. */
    private static Optional<HandshakeState> usual13(HandshakeType type, Direction direction) {
        return switch (type) {
            case NEW_SESSION_TICKET -> Optional.of(HandshakeState.NEW_SESSION_TICKET);
            case KEY_UPDATE ->
                Optional.of(
                        direction == Direction.TX
                                ? HandshakeState.CLIENT_KEY_UPDATE
                                : HandshakeState.SERVER_KEY_UPDATE);
            default -> Optional.empty();
        };
    }
}
