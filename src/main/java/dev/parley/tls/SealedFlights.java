package dev.parley.tls;

import dev.parley.journal.Direction;

/**
 * Tells from size and order what the protected records of a TLS 1.3 handshake hold that no known secret opens.
 *
 * <p>A record is its content, the content's type and the cipher's tag behind a header (RFC 8446 section 5.2). An alert has two bytes, a
 * Finished four and the hash's, a Certificate without certificates eight. A client speaks under protection once it has the server's
 * Finished, or to refuse something with an alert.
 *
 * <p>One owner feeds it; not safe for threads.
 */
final class SealedFlights {
    private static final int EMPTY_CERTIFICATE = 8;
    private static final int MESSAGE_HEADER = 4;

    private boolean certificateSent;
    private boolean clientFinished;
    private boolean clientSpoke;
    private boolean clientRefused;
    private boolean clientSaidGoodbye;
    private boolean serverSpoke;
    private boolean serverAnswered;

    /**
     * What the next record holds.
     *
     * @param size its size on the wire
     * @param early true for a client that may be sending early data: nothing but its Finished can be told from that
     */
    SealedContent next(Direction direction, int size, CipherSuite suite, boolean early) {
        int finished = suite.protectedBytes(MESSAGE_HEADER + (suite.hash().equals("SHA384") ? 48 : 32));
        boolean alert = size == suite.protectedBytes(TlsMessage.Alert.BYTES);
        if (early && size != finished) {
            return SealedContent.UNTOLD;
        }
        return direction == Direction.TX
                ? client(alert, size == finished, size == suite.protectedBytes(EMPTY_CERTIFICATE))
                : server(alert, size == finished);
    }

    /** True once the client's Finished crossed, by its size, or the server said something to the client's flight that is no alert. */
    boolean isOver() {
        return clientFinished || serverAnswered;
    }

    private SealedContent client(boolean alert, boolean finished, boolean empty) {
        if (isOver()) {
            clientSaidGoodbye = alert;
            return SealedContent.UNTOLD;
        }
        if (alert) {
            clientRefused = true;
            return SealedContent.ALERT;
        }
        clientSpoke = true;
        if (finished) {
            clientFinished = true;
            return SealedContent.FINISHED;
        }
        if (certificateSent) {
            return SealedContent.CERTIFICATE_VERIFY;
        }
        certificateSent = true;
        return empty ? SealedContent.EMPTY_CERTIFICATE : SealedContent.CERTIFICATE;
    }

    private SealedContent server(boolean alert, boolean finished) {
        if (clientRefused || serverAnswered) {
            return SealedContent.UNTOLD;
        }
        if (clientSpoke) {
            if (alert && !clientSaidGoodbye) {
                return SealedContent.ALERT;
            }
            serverAnswered = true;
            return SealedContent.UNTOLD;
        }
        boolean first = !serverSpoke;
        serverSpoke = true;
        if (alert) {
            return SealedContent.ALERT;
        }
        // EncryptedExtensions always come first.
        return finished && !first ? SealedContent.FINISHED : SealedContent.UNTOLD;
    }
}
