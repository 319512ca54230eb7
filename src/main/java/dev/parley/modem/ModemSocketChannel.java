package dev.parley.modem;

import dev.parley.journal.Bytes;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection through the modem as a byte channel, in any of the three access modes.
 *
 * <p>A thread of its own reads the modem empty whenever it says {@code "recv"}, whether somebody asks for the bytes or not:
 * so the modem's buffer never fills because the reader is parked. When the connection ends it reads what is left, asks the
 * modem why ({@code AT+QIGETERROR}, {@code AT+QISTATE}, the acknowledged bytes), hands the end to the reader, and only then
 * closes the socket on the modem. The BG95 notes a socket in state "closing" keeps its unread bytes until {@code AT+QICLOSE}:
 * an alert that explains the end is often among them.
 *
 * <p>One thread may send and another receive; {@link #close} may come from any.
 */
public final class ModemSocketChannel implements AutoCloseable {
    /** How long closing may take beside the modem's own limits: the exchanges that ask why the connection ended. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    /**
     * Bytes that came together.
     *
     * @param exchange what brought them, for example {@code AT+QIRD=0,1500}; empty in transparent mode, where nothing stands between
     */
    public record Arrival(Bytes bytes, String exchange) {
        static final Arrival NOTHING = new Arrival(Bytes.empty(), "");
    }

    private final Modem modem;
    private final SocketRequest request;
    private final SocketSending sending;
    private final SocketExchanges exchanges;

    // Guarded by the modem's state lock.
    private final Inbox inbox = new Inbox();
    private @Nullable SocketOpening opening;
    private boolean dataWaits;
    private boolean ending;
    private boolean closing;
    private boolean ended;
    private boolean released = true;
    private boolean carrierLost;
    /** True while a transparent socket is in command mode (after {@code +++}): it is a buffered one then. */
    private boolean suspended;

    private ClosedBy closedBy = ClosedBy.OPEN;
    private @Nullable ModemException failure;
    /** The link was interrupted, and what became of this is not known. */
    private boolean inDoubt;

    private boolean online;

    ModemSocketChannel(Modem modem, SocketRequest request) {
        this.modem = modem;
        this.request = request;
        this.sending = new SocketSending(modem, this);
        this.exchanges = new SocketExchanges(modem, this);
    }

    public SocketRequest request() {
        return request;
    }

    /** Who ended the connection, as the engine learned it; {@link ClosedBy#OPEN} while nobody has. */
    public ClosedBy closedBy() {
        return modem.ask(() -> closedBy);
    }

    /** Bytes the modem has accepted. */
    public long sent() {
        return modem.ask(sending::sent);
    }

    /** Bytes the modem has handed over, read from here or not. */
    public long received() {
        return modem.ask(inbox::received);
    }

    // Opening

    void open() throws ModemException {
        SocketOpening opening = new SocketOpening(modem, request, () -> closing || failure != null);
        modem.change(() -> this.opening = opening);
        opening.open();
        throwFailure();
        if (modem.ask(() -> closing)) {
            // Else the modem goes on connecting, for nobody.
            exchanges.command("AT+QICLOSE=" + request.connectId());
            throw closed();
        }
        modem.change(() -> released = false);
        Thread.ofVirtual().name("socket " + request.connectId()).start(this::pump);
    }

    // Sending

    /**
     * Sends all of {@code bytes} in chunks; returns when the modem has accepted them, which is not yet delivery.
     *
     * @throws SocketClosedException if the connection has ended or the modem refuses; what came before the end can still be
     *     received
     * @throws SendFailedException if the modem's buffer stays full
     */
    public void send(Bytes bytes) throws IOException {
        sending.send(bytes);
    }

    /** The command that sends so many bytes at once; empty in transparent mode, which needs none. */
    public String sending(int bytes) {
        return modem.ask(this::isCommanded) ? sending.command(bytes) : "";
    }

    /** In a gap of the link: waits until it is known whether this goes on. */
    void awaitNoDoubt() throws ModemException {
        modem.patience().await(Modem.FOREVER, () -> !inDoubt || closing || failure != null);
    }

    /** After {@code why} cut off a send: waits until it is known whether this goes on, and throws where it does not. */
    void awaitWhatBecomes(LinkLostException why) throws ModemException {
        awaitNoDoubt();
        throwFailure();
        if (modem.ask(() -> inDoubt && closing)) {
            throw why;
        }
    }

    /** Under the state lock. */
    boolean takesNoMore() {
        return ending || closing || failure != null;
    }

    void checkOpen() throws ModemException {
        throwFailure();
        if (modem.ask(() -> ending || closing || ended)) {
            throw closed();
        }
    }

    // Receiving

    /**
     * Waits for at least one byte.
     *
     * @param most how many bytes to return at most
     * @return what came; empty when the peer has closed and everything was read
     * @throws InterruptedIOException if nothing came within {@code limit}
     * @throws SocketClosedException if this host closed the channel
     * @throws ModemResetException if the modem started anew
     */
    public Bytes receive(int most, Duration limit) throws IOException {
        return arrival(most, limit).bytes();
    }

    /** As {@link #receive}, and what brought the bytes: never those of two exchanges together. */
    public Arrival arrival(int most, Duration limit) throws IOException {
        if (most < 1) {
            throw new IllegalArgumentException("at least one byte, not " + most);
        }
        Arrival[] taken = {Arrival.NOTHING};
        boolean came = modem.patience().await(limit, () -> {
            taken[0] = inbox.poll(most).orElse(Arrival.NOTHING);
            return !taken[0].bytes().isEmpty() || ended || closing || failure != null;
        });
        if (!taken[0].bytes().isEmpty()) {
            return taken[0];
        }
        if (!came) {
            throw new InterruptedIOException(
                    "no byte from " + peer() + " within " + NoAnswerException.seconds(limit) + " s");
        }
        throwFailure();
        if (modem.ask(this::isGivenUp)) {
            throw closed();
        }
        return Arrival.NOTHING;
    }

    // The modem's books

    /** What the modem has taken from the host, and how much of it the peer has acknowledged ({@code AT+QISEND=id,0}). */
    public SocketCounters acked() throws ModemException {
        return exchanges.counters("+QISEND");
    }

    /** What the network has brought, and how much of it was read ({@code AT+QIRD=id,0}). */
    public SocketCounters unread() throws ModemException {
        return exchanges.counters("+QIRD");
    }

    // Told by the engine, under the state lock.

    void openResult(int error) {
        if (opening != null) {
            opening.result(error);
        }
    }

    void dataWaits() {
        dataWaits = true;
    }

    void suspended(boolean on) {
        suspended = on;
        if (on) {
            inbox.heldLineEnded();
        }
    }

    void arrived(Bytes bytes, String exchange) {
        inbox.add(bytes, exchange);
    }

    /** {@code +++} is on its way, or DTR was dropped: until it is clear what comes of it, what comes is kept back. */
    void escaping(boolean on) {
        inbox.hold(on);
    }

    void ends(ClosedBy by) {
        if (closedBy == ClosedBy.OPEN) {
            closedBy = by;
        }
        ending = true;
    }

    void carrierLost() {
        carrierLost = true;
        inbox.lineEnded();
        ends(ClosedBy.PEER);
    }

    void fails(ModemException why, ClosedBy by) {
        if (closedBy == ClosedBy.OPEN) {
            closedBy = by;
        }
        if (!ended && failure == null) {
            failure = why;
        }
    }

    /**
     * The link is interrupted. What was not open yet fails; otherwise the modem has to be asked.
     *
     * @param isOnline true if the port carried this socket's bytes
     * @return true if it is in doubt now
     */
    boolean interrupted(ModemException why, boolean isOnline) {
        if (released || closing) {
            fails(why, ClosedBy.LINK);
            return false;
        }
        if (isOnline) {
            escaping(false);
            online = true;
            suspended = true;
        }
        inDoubt = true;
        return true;
    }

    boolean isInDoubt() {
        return inDoubt && failure == null;
    }

    /** True if the port carried this socket's bytes when the link was interrupted. */
    boolean wasOnline() {
        return online;
    }

    /** Bytes written to the modem whose end nobody has heard of. */
    int underway() {
        return sending.underway();
    }

    /** Why this cannot go on, by the modem's counters, or nothing. */
    Optional<String> compare(SocketCounters read, SocketCounters taken, int state) {
        return modem.ask(() -> {
            if (state == 4) {
                ends(ClosedBy.PEER);
            }
            long missing = read.done() - inbox.received();
            if (missing != 0) {
                return Optional.of(missing + " bytes that the modem handed out did not arrive");
            }
            Optional<String> unsent = sending.compare(taken, online);
            if (unsent.isPresent()) {
                return unsent;
            }
            dataWaits |= read.left() > 0;
            return Optional.empty();
        });
    }

    /** The modem has it as it was before the gap. */
    void goesOn() {
        inDoubt = false;
        online = false;
    }

    /** The operator's own {@code AT+QICLOSE} was answered. */
    void closedByOperator() {
        modem.change(() -> {
            if (closedBy == ClosedBy.OPEN) {
                closedBy = ClosedBy.HOST;
            }
            if (failure == null) {
                failure = closed();
            }
        });
    }

    // The channel's own thread

    private void pump() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = outlivesGaps(nextTask());
            }
        } catch (LinkLostException e) {
            modem.change(() -> fails(e, ClosedBy.LINK));
        } catch (ModemResetException e) {
            modem.change(() -> fails(e, ClosedBy.MODEM_RESET));
        } catch (ModemException e) {
            // Bytes may be missing from here on, so the stream is of no more use to anybody.
            modem.change(() -> fails(e, ClosedBy.HOST));
            exchanges.release(e);
        } finally {
            modem.change(() -> {
                released = true;
                ended = true;
            });
            modem.forget(this);
        }
    }

    /** Does what is to do; true if there may be more. What a gap of the link cut off is done again. */
    private boolean outlivesGaps(Task task) throws ModemException {
        try {
            return perform(task);
        } catch (LinkLostException e) {
            if (modem.ask(() -> closing)) {
                throw e;
            }
            return true;
        }
    }

    private boolean perform(Task task) throws ModemException {
        switch (task) {
            case READ -> exchanges.readAll();
            case END -> {
                exchanges.finish();
                return false;
            }
            case CLOSE -> {
                exchanges.close();
                return false;
            }
            case NOTHING -> {
                return false;
            }
        }
        return true;
    }

    private enum Task {
        READ,
        END,
        CLOSE,
        NOTHING
    }

    /** Waits without a limit: this is no wait for an answer, but for something to do. */
    private Task nextTask() throws ModemException {
        Task[] task = {Task.NOTHING};
        modem.patience().await(Modem.FOREVER, () -> {
            if (failure != null) {
                task[0] = Task.NOTHING;
            } else if (inDoubt) {
                return false;
            } else if (modem.state().listensOnlyNow() && !closing) {
                // What waits in the modem stays there until Parley may read it.
                return false;
            } else if (ending) {
                task[0] = Task.END;
            } else if (closing) {
                task[0] = Task.CLOSE;
            } else if (dataWaits && isBuffered()) {
                dataWaits = false;
                task[0] = Task.READ;
            } else {
                return false;
            }
            return true;
        });
        return task[0];
    }

    /** True where bytes have to be fetched with {@code AT+QIRD}. Under the state lock. */
    boolean isBuffered() {
        return request.mode() == AccessMode.BUFFER || suspended;
    }

    /** True where the port takes commands, not this socket's bytes. */
    boolean isCommanded() {
        return request.mode() != AccessMode.TRANSPARENT || suspended;
    }

    /** Under the state lock. */
    boolean hasNoCarrier() {
        return carrierLost;
    }

    /** The host wants no more of it, and the connection has not ended by itself. Under the state lock. */
    boolean isGivenUp() {
        return closing && !ending;
    }

    /** All was learned that the end leaves to be learned. */
    void ended() {
        modem.change(() -> ended = true);
    }

    // Closing

    /**
     * Closes the connection from this side, or waits for the end that is under way. Returns when the modem has released the
     * socket, or when the limits of the commands needed for it are over; safe to call twice.
     */
    @Override
    public void close() {
        modem.change(() -> {
            closing = true;
            if (closedBy == ClosedBy.OPEN) {
                closedBy = ClosedBy.HOST;
            }
            if (inDoubt && failure == null) {
                failure = new LinkLostException(
                        "socket " + request.connectId() + " was given up while its link was away; the modem may have it"
                                + " still",
                        null);
            }
        });
        Duration limit = CLOSING.plus(modem.profile().limit("AT+QIRD"))
                .plus(modem.profile().limit("AT+QICLOSE"))
                .plus(modem.profile().timing().guard().multipliedBy(2));
        try {
            if (!modem.patience().await(limit, () -> released)) {
                modem.link()
                        .journal()
                        .note("socket " + request.connectId() + " was not released by the modem within "
                                + NoAnswerException.seconds(limit) + " s");
            }
        } catch (ModemException e) {
            // The link is gone, or the thread is to stop: the socket's own thread ends by itself in both cases.
            modem.change(() -> fails(e, ClosedBy.LINK));
        }
    }

    private void throwFailure() throws ModemException {
        Optional<ModemException> why = modem.ask(() -> Optional.ofNullable(failure));
        if (why.isPresent()) {
            throw why.get();
        }
    }

    private SocketClosedException closed() {
        return new SocketClosedException(
                "socket " + request.connectId() + " to " + peer() + " is closed"
                        + switch (closedBy()) {
                            case HOST -> " by this host";
                            case PEER -> " by the peer";
                            case PDP -> ": the network took the connection away (PDP context deactivated)";
                            case MODEM_RESET -> ": the modem started anew";
                            case LINK -> ": the link is lost";
                            case OPEN -> "";
                        },
                null);
    }

    String peer() {
        return request.host() + ":" + request.port();
    }
}
