package dev.parley.modem;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.Optional;

/** What a socket writes, in chunks the modem takes, and the book of it: what was accepted and what is on its way. */
final class SocketSending {
    private static final Duration MOST_BACK_OFF = Duration.ofSeconds(2);

    private final Modem modem;
    private final ModemSocketChannel socket;

    // Guarded by the modem's state lock.
    private long sent;
    /** Bytes written to the modem whose end nobody has heard of yet. */
    private int underway;
    /** How many of these it took, as it told after a gap. */
    private int taken;

    SocketSending(Modem modem, ModemSocketChannel socket) {
        this.modem = modem;
        this.socket = socket;
    }

    /** Bytes the modem has accepted. Under the state lock. */
    long sent() {
        return sent;
    }

    /** Bytes written to the modem whose end nobody has heard of. Under the state lock. */
    int underway() {
        return underway;
    }

    /** As {@link ModemSocketChannel#send}. */
    void send(Bytes bytes) throws ModemException {
        int chunk = socket.request().chunk();
        for (int from = 0; from < bytes.length(); from += chunk) {
            sendChunk(bytes.slice(from, Math.min(bytes.length(), from + chunk)));
        }
    }

    private void sendChunk(Bytes chunk) throws ModemException {
        long end = System.nanoTime() + modem.profile().timing().sendFull().toNanos();
        Duration pause = modem.profile().timing().firstBackOff();
        Bytes left = chunk;
        while (!left.isEmpty()) {
            Bytes next = left;
            try {
                socket.awaitNoDoubt();
                if (modem.inTurn(() -> offer(next))) {
                    return;
                }
            } catch (LinkLostException e) {
                left = next.from(takenBefore(e));
                continue;
            }
            if (System.nanoTime() >= end) {
                throw new SendFailedException("the modem's send buffer stayed full for "
                        + NoAnswerException.seconds(modem.profile().timing().sendFull()) + " s (SEND FAIL to "
                        + command(next.length()) + "); look at coverage, and whether the peer acknowledges (AT+QISEND="
                        + socket.request().connectId() + ",0)");
            }
            modem.patience().await(pause, socket::takesNoMore);
            pause = pause.multipliedBy(2).compareTo(MOST_BACK_OFF) < 0 ? pause.multipliedBy(2) : MOST_BACK_OFF;
        }
    }

    /**
     * Hands {@code bytes} to the modem as its port is now: another's {@code +++} or {@code ATO} may have come while this waited for its
     * turn. False if the modem's buffer is full.
     */
    private boolean offer(Bytes bytes) throws ModemException {
        socket.checkOpen();
        modem.change(() -> underway = bytes.length());
        if (modem.ask(socket::isCommanded)) {
            return sendOnce(bytes);
        }
        modem.dialogue().writeRaw(bytes);
        modem.change(() -> accepted(bytes.length()));
        return true;
    }

    String command(int bytes) {
        return "AT+QISEND=" + socket.request().connectId() + "," + bytes;
    }

    private void accepted(int bytes) {
        underway = 0;
        sent += bytes;
    }

    /** True for {@code SEND OK}, false for {@code SEND FAIL}; anything else ends the connection. */
    private boolean sendOnce(Bytes bytes) throws ModemException {
        String command = command(bytes.length());
        // How many of the bytes left is not known after an error, so nothing may follow them; what came is still read.
        try {
            Reply reply =
                    modem.dialogue().exchange(command, bytes, modem.profile().limit(command), Event.Origin.PARLEY);
            boolean taken = reply.code() == ResultCode.SEND_OK;
            modem.change(() -> accepted(taken ? bytes.length() : 0));
            if (taken || reply.code() == ResultCode.SEND_FAIL) {
                return taken;
            }
            CommandFailedException why = modem.dialogue().refused(reply);
            modem.change(() -> socket.ends(ClosedBy.PEER));
            throw new SocketClosedException(
                    "the modem no longer sends on socket " + socket.request().connectId() + " to " + socket.peer()
                            + ": " + why.getMessage(),
                    why);
        } catch (NoAnswerException e) {
            modem.change(() -> socket.ends(ClosedBy.HOST));
            throw e;
        }
    }

    // After a gap of the link

    /** How many of the bytes on their way the modem had taken when the link was lost; waits until that is known. */
    private int takenBefore(LinkLostException why) throws ModemException {
        socket.awaitWhatBecomes(why);
        return modem.ask(() -> {
            int before = taken;
            taken = 0;
            return before;
        });
    }

    /**
     * Brings the book to what the modem says that it took, unless that cannot be. Under the state lock.
     *
     * @param online true if the port carried this socket's bytes when the link was interrupted
     * @return why this cannot go on, or nothing
     */
    Optional<String> compare(SocketCounters modems, boolean online) {
        long more = modems.total() - sent;
        if (more < 0) {
            return Optional.of(-more + " bytes did not reach the modem");
        }
        boolean whole = more == 0 || more == underway;
        if (more > underway || (!whole && !online)) {
            return Optional.of("the modem took " + more + " of " + underway + " bytes that were on their way");
        }
        accepted((int) more);
        // Asked twice, where the link was interrupted again: the second time the modem took no more.
        taken += (int) more;
        return Optional.empty();
    }
}
