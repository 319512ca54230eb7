package dev.parley.modem;

import java.util.Optional;

/**
 * What crossed a socket of the modem's own TLS, as the host knows it, to be compared with what the modem says after a gap of the link:
 * {@code AT+QSSLRECV=id,0} and {@code AT+QSSLSEND=id,0} answer as their likes for TCP do where firmware knows them (TinyGSM asks so).
 * Firmware that does not is believed where nothing was under way. Any thread.
 */
final class TlsSocketBooks {
    private final int id;
    private long received;
    private long sent;
    /** The length of a send whose end nobody has heard of; 0 for none. */
    private int sending;

    private boolean reading;
    private boolean taken;

    TlsSocketBooks(int id) {
        this.id = id;
    }

    synchronized void readBegins() {
        reading = true;
    }

    synchronized void read(int bytes) {
        reading = false;
        received += bytes;
    }

    synchronized void sendBegins(int bytes) {
        sending = bytes;
        taken = false;
    }

    /** The modem said whether it took what is under way. */
    synchronized void sendEnds(boolean accepted) {
        sent += accepted ? sending : 0;
        sending = 0;
    }

    /** Bytes of a send whose end nobody has heard of. */
    synchronized int underway() {
        return sending;
    }

    /** After a gap: true if the modem took what was under way. */
    synchronized boolean sendWasTaken() {
        return taken;
    }

    /**
     * Why the connection cannot go on, or nothing.
     *
     * @param filled true if the modem took for payload what was said to it afterwards
     */
    Optional<String> compare(Offload.Question modem, boolean filled) throws ModemException {
        Optional<SocketCounters> handedOut = counters(modem, "+QSSLRECV");
        Optional<String> unread = compareRead(handedOut);
        int length = underway();
        if (unread.isPresent() || length == 0) {
            return unread;
        }
        if (filled) {
            return Optional.of("a send was cut short, and the modem took for its payload what was said afterwards");
        }
        Optional<SocketCounters> accepted = counters(modem, "+QSSLSEND");
        return accepted.isEmpty()
                ? Optional.of("whether the modem took the last " + length + " bytes, it does not tell")
                : compareSent(accepted.get().total());
    }

    private synchronized Optional<String> compareRead(Optional<SocketCounters> told) {
        if (told.isEmpty()) {
            return reading
                    ? Optional.of("it was being read, and the modem does not tell what it handed out, so bytes may be"
                            + " missing")
                    : Optional.empty();
        }
        reading = false;
        long missing = told.get().done() - received;
        return missing == 0
                ? Optional.empty()
                : Optional.of(missing + " bytes that the modem handed out did not arrive");
    }

    private synchronized Optional<String> compareSent(long total) {
        long more = total - sent;
        if (more != 0 && more != sending) {
            return Optional.of("the modem took " + more + " of " + sending + " bytes that were on their way");
        }
        taken = more == sending;
        return Optional.empty();
    }

    private Optional<SocketCounters> counters(Offload.Question modem, String name) throws ModemException {
        Reply reply = modem.ask("AT" + name + "=" + id + ",0");
        return reply.succeeded() ? SocketCounters.of(reply, name) : Optional.empty();
    }
}
