package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who closed a connection, and how it stood then.
 *
 * @param by who, as far as the wire shows
 * @param ageNanos from when it stood to the first sign of its end; from when it was asked for where it never stood
 * @param state where its TLS handshake was, in mbedTLS's words; empty where there was no TLS
 * @param unread bytes that lay in the modem then
 * @param alert the TLS alert that tells why, whether it was read before or after; empty for none
 * @param places where the sign stands on the link
 */
public record Closing(
        ClosedBy by,
        long ageNanos,
        String state,
        long sent,
        long received,
        long unread,
        String alert,
        List<Place> places) {
    public Closing {
        places = List.copyOf(places);
    }

    /** Nothing while the connection stands, or where it never did. */
    public static Optional<Closing> of(CaseView session, ModemSocket socket) {
        if (socket.closedBy() == ClosedBy.OPEN || socket.closedNanos().isEmpty()) {
            return Optional.empty();
        }
        Optional<TlsConversation> tls = session.conversation(socket)
                .filter(conversation -> conversation.result() != TlsConversation.Result.NOT_TLS);
        return Optional.of(new Closing(
                socket.closedBy(),
                socket.closedNanos().getAsLong() - socket.openedNanos().orElse(socket.openRequestedNanos()),
                tls.map(Facts::where).orElse(""),
                socket.sent(),
                socket.received(),
                socket.unreadAtClose(),
                tls.flatMap(TlsConversation::alert)
                        .map(alert -> alert.title() + " from the "
                                + (alert.direction() == Direction.RX ? "server" : "client"))
                        .orElse(""),
                socket.closeEvidence()));
    }

    /** All of it in a sentence. */
    public String words() {
        List<String> words = new ArrayList<>();
        words.add("Closed by " + name() + " at the age of " + Facts.time(ageNanos)
                + (state.isEmpty() ? "" : ", " + (state.startsWith("after") ? "" : "in ") + state));
        words.add(String.format(Locale.ROOT, "%,d bytes sent, %,d received, %,d unread", sent, received, unread));
        words.add(alert.isEmpty() ? "no alert" : alert);
        return String.join("; ", words) + ".";
    }

    private String name() {
        return switch (by) {
            case OPEN -> "nobody";
            case HOST -> "the host";
            case PEER -> "the peer, or the network in its name";
            case PDP -> "the network, which took the PDP context away";
            case MODEM_RESET -> "the modem, which started anew";
            case LINK -> "the loss of the link to the modem";
        };
    }
}
