package dev.parley.ui.handshake;

import dev.parley.journal.Direction;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.client.Breakpoint;
import dev.parley.ui.shared.Mark;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One row of the drawn state machine.
 *
 * @param flight the number of its flight, from 1; 0 for none
 * @param leads true for the first row of its flight
 * @param large true where the handshake stands, or died: this row is drawn to be read from afar
 * @param word what became of it, in one word
 * @param number the state's number; empty where the row is no state
 * @param lane who speaks
 * @param message what crosses the wire; empty for nothing
 * @param bytes size on the wire in words; empty for nothing
 * @param note what is to be said beside the arrow; where the row is no state, its whole text
 * @param start when it began, in seconds; empty if it did not
 * @param took how long it took; empty if it is not over
 * @param index the TLS message that crossed in it
 */
record HandshakeRow(
        Kind kind,
        int flight,
        boolean leads,
        boolean large,
        Mark mark,
        String word,
        String number,
        String name,
        Lane lane,
        String message,
        String bytes,
        String note,
        String start,
        String took,
        OptionalInt index) {
    /** What a row tells. */
    enum Kind {
        STATE,
        /** Where the handshake is parked. */
        GATE,
        ALERT,
        CLOSE
    }

    /** The breakpoint that the margin of this row switches: before its message. */
    Optional<Breakpoint> breakpoint() {
        return kind == Kind.STATE && lane != Lane.NONE
                ? Optional.of(new Breakpoint.BeforeMessage(direction(), message))
                : Optional.empty();
    }

    /** The same after its message; the margin shows it too. */
    Optional<Breakpoint> breakpointAfter() {
        return kind == Kind.STATE && lane != Lane.NONE
                ? Optional.of(new Breakpoint.AfterMessage(direction(), message))
                : Optional.empty();
    }

    private Direction direction() {
        return lane == Lane.CLIENT ? Direction.TX : Direction.RX;
    }

    /** The row in one sentence, for a screen reader. */
    String spoken() {
        StringBuilder text = new StringBuilder();
        if (leads && flight > 0) {
            text.append("flight ").append(flight).append(", ");
        }
        if (!number.isEmpty()) {
            text.append("state ").append(number).append(' ');
        }
        text.append(name).append(", ").append(word);
        for (String part : new String[] {message, bytes, note}) {
            if (!part.isEmpty()) {
                text.append(", ").append(part);
            }
        }
        return text.toString();
    }
}
