package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection over the modem's own TLS as two streams of what is inside it: {@code AT+QSSLOPEN}, {@code AT+QSSLSEND},
 * {@code AT+QSSLRECV}, {@code AT+QSSLCLOSE}, in buffer mode (Quectel BG96 SSL application note).
 *
 * <p>A thread of its own reads the modem empty whenever it says {@code "recv"}. One thread may write and another read; {@link #close}
 * may come from any. After a gap of the link it goes on where the modem still has it and no byte is missing ({@link TlsSocketBooks}).
 */
public final class ModemTlsChannel implements AutoCloseable {
    private static final int MOST_SENT = 1460;
    private static final Duration FULL = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration NEGOTIATION = Duration.ofMinutes(5);

    private final Modem modem;
    private final int id;
    private final String peer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Under the lock.
    private final Deque<Bytes> unread = new ArrayDeque<>();
    private boolean dataWaits;
    private boolean ending;
    private boolean closing;
    private boolean released;
    private @Nullable IOException failure;

    private volatile boolean inDoubt;

    private final TlsSocketBooks books;
    private final Survivor survivor = new Survivor();
    private Journal.Subscription listening = () -> {};

    private ModemTlsChannel(Modem modem, int id, String peer) {
        this.modem = modem;
        this.id = id;
        this.peer = peer;
        this.books = new TlsSocketBooks(id);
    }

    /**
     * Opens the connection and returns when the modem has shaken hands.
     *
     * @param request where to; its access mode plays no part
     * @param tlsContext the SSL context that was set up, 0 to 5
     * @throws OffloadException if the modem or the server refuses
     */
    public static ModemTlsChannel open(Modem modem, SocketRequest request, int tlsContext) throws ModemException {
        int id = request.connectId();
        ModemTlsChannel channel = new ModemTlsChannel(modem, id, request.host() + ":" + request.port());
        channel.listening = modem.listen(channel::heard);
        boolean open = false;
        try {
            int gaps = modem.ask(modem.state()::gaps);
            channel.connect(
                    "AT+QSSLOPEN=" + request.contextId() + "," + tlsContext + "," + id + ",\"" + request.host() + "\","
                            + request.port() + ",0",
                    gaps);
            modem.state().add(channel.survivor);
            channel.checkGoesOn(gaps);
            Thread.ofVirtual().name("tls socket " + id).start(channel::pump);
            open = true;
            return channel;
        } finally {
            if (!open) {
                modem.state().forget(channel.survivor);
                channel.listening.close();
            }
        }
    }

    private void connect(String command, int gaps) throws ModemException {
        try (UrcWait result =
                new UrcWait(modem, urc -> urc.name().equals("+QSSLOPEN") && Modem.number(urc.argument(0), -1) == id)) {
            modem.require(command);
            AtEvent.Urc urc = result.await(modem.profile().limit(command).plus(NEGOTIATION), () -> checkGoesOn(gaps))
                    .orElseThrow(() -> new OffloadException(
                            "the modem said nothing about its TLS handshake with " + peer + " (" + command + ")", -1));
            int error = Modem.number(urc.argument(1), -1);
            if (error != 0) {
                modem.send("AT+QSSLCLOSE=" + id);
                String words = ErrorWords.tcpIp(error);
                throw new OffloadException(
                        "the modem's own TLS did not come up with " + peer + ": error " + error
                                + (words.isEmpty() ? "" : ", " + words)
                                + "; it does not say whether TCP or TLS failed, so try the host's TLS (stack host) over"
                                + " the same network",
                        error);
            }
        }
    }

    /** What the modem says of its handshake in a gap of the link, nobody hears. */
    private void checkGoesOn(int gaps) throws ModemException {
        lock.lock();
        try {
            if (closing) {
                throw new SocketClosedException("TLS socket " + id + " was closed by this host", null);
            }
        } finally {
            lock.unlock();
        }
        modem.checkGoesOn();
        if (modem.ask(modem.state()::gaps) != gaps) {
            throw new LinkLostException(
                    "the link was interrupted while the modem shook hands with " + peer
                            + ": what came of it is not known",
                    null);
        }
    }

    /** What the server says. */
    public InputStream input() {
        return new Input();
    }

    /** What is said to the server; each write is one or more sends. */
    public OutputStream output() {
        return new Output();
    }

    private void heard(AtEvent.Urc urc) {
        boolean mine = urc.name().equals("+QSSLURC") && Modem.number(urc.argument(1), -1) == id;
        boolean gone = urc.name().equals("RDY") || urc.name().endsWith("POWER DOWN");
        change(() -> {
            dataWaits |= mine && urc.argument(0).equals("recv");
            ending |= mine && urc.argument(0).equals("closed");
            if (gone && failure == null) {
                failure = new ModemResetException("the modem started anew; its TLS socket is gone: connect again");
            }
        });
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void send(Bytes bytes) throws IOException {
        for (int from = 0; from < bytes.length(); from += MOST_SENT) {
            sendChunk(bytes.slice(from, Math.min(bytes.length(), from + MOST_SENT)));
        }
    }

    private void sendChunk(Bytes chunk) throws IOException {
        String command = "AT+QSSLSEND=" + id + "," + chunk.length();
        long end = System.nanoTime() + FULL.toNanos();
        while (true) {
            awaitNoDoubt();
            throwFailure();
            Optional<ResultCode> result = sent(command, chunk);
            if (result.isEmpty()) {
                continue;
            }
            if (result.get() == ResultCode.SEND_OK) {
                return;
            }
            if (result.get() != ResultCode.SEND_FAIL || System.nanoTime() > end) {
                throw new SocketClosedException(
                        "the modem no longer sends on TLS socket " + id + " to " + peer + ": " + result.get(), null);
            }
            modem.pause(PAUSE);
        }
    }

    /** One send; nothing where a gap of the link cut it off and the modem had not taken it. */
    private Optional<ResultCode> sent(String command, Bytes chunk) throws IOException {
        boolean accepted = false;
        try {
            // Booked in the turn: whoever compares the books after a gap takes one, too.
            return Optional.of(modem.inTurn(() -> {
                books.sendBegins(chunk.length());
                Reply reply = modem.send(command, chunk, modem.profile().limit(command), Event.Origin.PARLEY);
                books.sendEnds(reply.code() == ResultCode.SEND_OK);
                return reply.code();
            }));
        } catch (LinkLostException e) {
            awaitNoDoubt();
            throwFailure();
            accepted = books.sendWasTaken();
            return accepted ? Optional.of(ResultCode.SEND_OK) : Optional.empty();
        } finally {
            books.sendEnds(accepted);
        }
    }

    private <T> T under(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** In a gap of the link: waits until it is known whether this goes on. */
    private void awaitNoDoubt() throws ModemException {
        lock.lock();
        try {
            while (inDoubt && !closing && failure == null) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw ModemState.interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private void throwFailure() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            if (closing) {
                throw new SocketClosedException("TLS socket " + id + " to " + peer + " is closed by this host", null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pump() {
        try {
            while (awaitWork()) {
                readOutlivingGaps();
            }
        } catch (ModemException e) {
            change(() -> failure = failure == null ? e : failure);
        } finally {
            listening.close();
            modem.state().forget(survivor);
            try {
                modem.send("AT+QSSLCLOSE=" + id);
            } catch (ModemException e) {
                change(() -> failure = failure == null ? e : failure);
            }
            change(() -> released = true);
        }
    }

    /** Waits for something to read; false where the connection is over. */
    private boolean awaitWork() throws ModemException {
        lock.lock();
        try {
            while ((inDoubt || (!dataWaits && !ending)) && !closing && failure == null) {
                changed.await();
            }
            if (closing || failure != null) {
                return false;
            }
            boolean reads = dataWaits;
            dataWaits = false;
            if (!reads) {
                // Closed by the server: what it still said before is read first.
                lock.unlock();
                try {
                    readOutlivingGaps();
                } finally {
                    lock.lock();
                }
            }
            return reads;
        } catch (InterruptedException e) {
            throw ModemState.interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** What a gap of the link cut off is read again where nothing of it was handed out. */
    private void readOutlivingGaps() throws ModemException {
        while (true) {
            try {
                readAll();
                return;
            } catch (LinkLostException e) {
                awaitNoDoubt();
                if (under(() -> inDoubt || failure != null || closing)) {
                    throw e;
                }
            }
        }
    }

    private void readAll() throws ModemException {
        String command = "AT+QSSLRECV=" + id + "," + modem.profile().readMost();
        while (true) {
            // Booked in the turn: whoever compares the books after a gap takes one, too.
            Reply reply = modem.inTurn(() -> {
                books.readBegins();
                Reply handedOut = modem.send(command);
                books.read(handedOut.payload().length());
                return handedOut;
            });
            if (!reply.succeeded()) {
                change(() -> ending = true);
                return;
            }
            if (reply.payload().isEmpty()) {
                return;
            }
            change(() -> unread.addLast(reply.payload()));
        }
    }

    /** What becomes of this in a gap of the link. */
    private final class Survivor implements Offload {
        private static final int CLOSING = 4;

        @Override
        public String name() {
            return "TLS socket " + id;
        }

        @Override
        public void interrupted() {
            inDoubt = true;
        }

        @Override
        public boolean isInDoubt() {
            return inDoubt && under(() -> failure == null);
        }

        @Override
        public int underway() {
            return books.underway();
        }

        @Override
        public Optional<String> compare(Question modem, boolean filled) throws ModemException {
            String[] state = modem.ask("AT+QSSLSTATE=" + id)
                    .value("+QSSLSTATE")
                    .orElse("")
                    .split(",", -1);
            if (state.length < 6) {
                return Optional.of("the modem no longer knows it (AT+QSSLSTATE=" + id + ")");
            }
            if (Modem.number(state[5], -1) == CLOSING) {
                change(() -> ending = true);
            }
            return books.compare(modem, filled);
        }

        @Override
        public Optional<String> goesOn() {
            change(() -> {
                inDoubt = false;
                // Nobody heard a "recv" meanwhile.
                dataWaits = true;
            });
            return Optional.empty();
        }

        @Override
        public void fails(ModemException why) {
            change(() -> failure = failure == null ? why : failure);
        }
    }

    /** Closes the connection; returns when the modem has released the socket. Safe to call twice. */
    @Override
    public void close() {
        change(() -> closing = true);
        long end = System.nanoTime()
                + modem.profile().limit("AT+QSSLCLOSE").plus(NEGOTIATION).toNanos();
        lock.lock();
        try {
            while (!released && System.nanoTime() < end) {
                long _ = changed.awaitNanos(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            lock.lock();
            try {
                while (unread.isEmpty() && !released && !closing && failure == null) {
                    changed.await();
                }
                Bytes first = unread.pollFirst();
                if (first == null) {
                    if (failure != null) {
                        throw failure;
                    }
                    return -1;
                }
                int taken = Math.min(length, first.length());
                System.arraycopy(first.toArray(), 0, target, offset, taken);
                if (taken < first.length()) {
                    unread.addFirst(first.from(taken));
                }
                return taken;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("reading from TLS socket " + id + " was interrupted");
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length > 0) {
                send(Bytes.copyOf(source, offset, length));
            }
        }
    }
}
