package dev.parley.socket;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import java.util.OptionalLong;

/**
 * One connection through the modem, as the AT traffic shows it: an immutable picture at the time it was asked for.
 *
 * @param ordinal number in the session, from 0
 * @param id the connectID, 0 to 11; ids are used again
 * @param host the host or address of {@code AT+QIOPEN}
 * @param openRequestedNanos when {@code AT+QIOPEN} was written; times are nanoseconds since the session began
 * @param openSeen false for a socket that was open before the record began: its times are then those of the first that was seen of
 *     it, and the modem's counts begin earlier than the streams
 * @param openedNanos when the connection stood, or nothing
 * @param openError the error code of a refused open, for example 565; 0 for none
 * @param closedBy who ended it
 * @param closedNanos when the first sign of the end came, or nothing
 * @param closeEvidence where that sign stands on the link
 * @param sent bytes the modem accepted from the host
 * @param received bytes the modem handed to the host
 * @param refused bytes written to the modem that it did not accept ({@code SEND FAIL}, {@code ERROR})
 * @param acked the last answer to {@code AT+QISEND=id,0}: bytes of {@code tx} the peer has acknowledged, or nothing
 * @param unread the last answer to {@code AT+QIRD=id,0}: bytes the modem still holds, or nothing
 * @param unreadAtClose bytes that were read, or told by the modem as unread, only after the first sign of the end
 * @param drained true if {@code AT+QIRD} came back empty after the first sign of the end
 */
public record ModemSocket(
        int ordinal,
        int id,
        String service,
        String host,
        int port,
        AccessMode mode,
        long openRequestedNanos,
        boolean openSeen,
        OptionalLong openedNanos,
        int openError,
        ClosedBy closedBy,
        OptionalLong closedNanos,
        List<Place> closeEvidence,
        long sent,
        long received,
        long refused,
        OptionalLong acked,
        OptionalLong unread,
        long unreadAtClose,
        boolean drained,
        SocketStream tx,
        SocketStream rx) {
    public ModemSocket {
        closeEvidence = List.copyOf(closeEvidence);
    }

    public SocketStream stream(Direction direction) {
        return direction == Direction.TX ? tx : rx;
    }

    public boolean isOpen() {
        return openedNanos.isPresent() && closedBy == ClosedBy.OPEN;
    }
}
