package dev.parley.ui.experiments;

import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * One handshake that was run, and what came of it.
 *
 * @param number from 1, in the order in which they were begun here
 * @param started when its session began
 * @param words what was tried
 * @param sent bytes of the socket's stream to the server
 */
record Run(
        int number,
        Instant started,
        String words,
        TlsConversation conversation,
        long sent,
        long received,
        Optional<ClosedBy> closedBy) {
    static Run of(int number, Instant started, String words, TlsConversation conversation, ModemSocket socket) {
        return new Run(
                number,
                started,
                words,
                conversation,
                socket.sent(),
                socket.received(),
                socket.closedBy() == ClosedBy.OPEN ? Optional.empty() : Optional.of(socket.closedBy()));
    }

    /** What became of it, and where it died: for example {@code failed in 7 CLIENT_CERTIFICATE: certificate_unknown(46)}. */
    String outcome() {
        String place = conversation
                .present()
                .map(step -> " in " + MbedTlsLine.usual(conversation).title(step.state()))
                .orElse("");
        return switch (conversation.result()) {
            case HANDSHAKING -> "under way" + place;
            case ESTABLISHED, CLOSED ->
                conversation.version() + (conversation.suite().isEmpty() ? "" : ", " + conversation.suite());
            case FAILED ->
                "died" + place
                        + conversation
                                .alert()
                                .map(TlsMessage::title)
                                .or(() -> closedBy.map(
                                        by -> "closed by " + by.word().replace('-', ' ')))
                                .map(why -> ": " + why)
                                .orElse("");
            case NOT_TLS -> "no TLS";
        };
    }

    boolean failed() {
        return conversation.result() == TlsConversation.Result.FAILED
                || conversation.result() == TlsConversation.Result.NOT_TLS;
    }
}
