package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.client.TlsFailure.Alert;
import dev.parley.tls.client.TlsFailure.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.jspecify.annotations.Nullable;

/**
 * Application data through an established TLS connection.
 *
 * <p>One thread may read while another writes; {@link #close} and {@link #abort} may come from any thread and end both.
 */
public final class TlsStream implements Closeable {
    /** How long one look at the transport waits; a reader with nothing to read looks again. */
    private static final Duration IDLE_POLL = Duration.ofSeconds(30);
    /** How long closing waits for a send that hangs before it closes without close_notify. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** How long a server that has said nothing yet may take for its first word when the client closes. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    /** How long a connection that takes no more is searched for an alert that nobody read yet. */
    private static final Duration EXPLAINING = Duration.ofSeconds(5);

    private final TlsTransport transport;
    private final SteppedProtocol protocol;
    private final RecordReader reader;
    private final Optional<String> alpn;
    private final Optional<Distrust> overridden;
    private final Optional<ResumableSession> resumable;
    private final boolean tls13;

    /** Guards the protocol; held for moments only. Taken after {@link #outbound} where both are. */
    private final ReentrantLock engine = new ReentrantLock();
    /** Held while records are made and sent, so that they leave in the order they were encrypted. */
    private final ReentrantLock outbound = new ReentrantLock();
    /** Held by the one reader; guards the record reader. */
    private final ReentrantLock inbound = new ReentrantLock();

    /** What ended the connection other than a close. */
    private volatile @Nullable TlsFailure failure;

    /** True once something came from the server since the handshake. */
    private volatile boolean heard;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    TlsStream(
            TlsTransport transport,
            SteppedProtocol protocol,
            RecordReader reader,
            boolean tls13,
            Optional<String> alpn,
            Optional<Distrust> overridden,
            Optional<ResumableSession> resumable) {
        this.transport = transport;
        this.protocol = protocol;
        this.reader = reader;
        this.tls13 = tls13;
        this.alpn = alpn;
        this.overridden = overridden;
        this.resumable = resumable;
    }

    /** The application protocol the server chose, or nothing. */
    public Optional<String> alpn() {
        return alpn;
    }

    /** What did not hold about the server, where only the operator's override let the handshake go on. */
    public Optional<Distrust> overridden() {
        return overridden;
    }

    /** What the server would take up again, where it gave the session an id. */
    public Optional<ResumableSession> resumable() {
        return resumable;
    }

    /**
     * What the server sends. Ends at its close_notify; throws {@link TlsFailure} at an alert, and at a close without
     * close_notify, which may cut data short. Closing it closes the connection.
     */
    public InputStream input() {
        return input;
    }

    /** What is to be sent; every write makes records at once. Closing it closes the connection. */
    public OutputStream output() {
        return output;
    }

    /** Sends close_notify, if that is still possible, and closes the transport. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean mine = false;
        try {
            mine = outbound.tryLock(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (mine) {
                engine.lock();
                try {
                    protocol.close();
                } finally {
                    engine.unlock();
                }
                flush();
                hearOut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException peerIsGone) {
            // There is nobody left to be told that the connection ends.
        } finally {
            if (mine) {
                outbound.unlock();
            }
            transport.close();
        }
    }

    /**
     * Where the server has not said a word since the handshake of TLS 1.3, it may still be judging the client's certificate: what it
     * says to that is waited for. A close_notify ends one direction only (RFC 8446 section 6.1).
     */
    private void hearOut() throws IOException {
        if (heard || !tls13 || !inbound.tryLock()) {
            return;
        }
        try {
            long until = System.nanoTime() + LAST_WORD.toNanos();
            boolean more = true;
            while (more && System.nanoTime() < until) {
                more = !transport.receive(TlsClientDriver.READ_SIZE, LAST_WORD).isEmpty();
            }
        } finally {
            inbound.unlock();
        }
    }

    /** Closes the transport at once and sends nothing. */
    public void abort() {
        closed.set(true);
        transport.close();
    }

    /** Sends what waits, each record as one send. */
    private void flush() throws IOException {
        outbound.lock();
        try {
            for (Bytes record = nextOutput(); !record.isEmpty(); record = nextOutput()) {
                transport.send(record);
            }
        } finally {
            outbound.unlock();
        }
    }

    private void send(byte[] source, int offset, int length) throws IOException {
        outbound.lock();
        try {
            engine.lock();
            try {
                protocol.writeApplicationData(source, offset, length);
            } finally {
                engine.unlock();
            }
            flush();
        } finally {
            outbound.unlock();
        }
    }

    /**
     * A send that fails may be the echo of an alert that is already here: in TLS 1.3 a server judges the client's certificate when the
     * client has been sending application data for a while. What is left is read, by the reader if there is one, before it is judged.
     */
    private IOException explained(IOException cause) {
        if (closed.get()) {
            return cause;
        }
        try {
            if (inbound.tryLock(EXPLAINING.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    drain(cause);
                } finally {
                    inbound.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TlsFailure ended = failure;
        return ended != null && ended.kind() == Kind.ALERT_RECEIVED ? ended : cause;
    }

    /** Reads until the end, for a limited time; application data waits in the protocol for whoever reads. */
    private void drain(IOException cause) {
        long since = System.nanoTime();
        try {
            while (failure == null && System.nanoTime() - since < EXPLAINING.toNanos()) {
                Optional<Bytes> record = reader.next(this::checkHeader);
                if (record.isPresent()) {
                    offer(record.get());
                    continue;
                }
                Bytes came = transport.receive(TlsClientDriver.READ_SIZE, EXPLAINING);
                if (came.isEmpty()) {
                    return;
                }
                reader.add(came);
            }
        } catch (IOException e) {
            if (!e.equals(cause)) {
                cause.addSuppressed(e);
            }
        }
    }

    private Bytes nextOutput() {
        engine.lock();
        try {
            return protocol.nextOutput();
        } finally {
            engine.unlock();
        }
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        inbound.lock();
        try {
            while (true) {
                engine.lock();
                try {
                    int n = protocol.readInput(target, offset, length);
                    if (n > 0) {
                        return n;
                    }
                    TlsFailure ended = failure;
                    if (ended != null) {
                        throw ended;
                    }
                    if (protocol.isClosed()) {
                        return -1;
                    }
                } finally {
                    engine.unlock();
                }
                offer(nextRecord());
            }
        } finally {
            inbound.unlock();
        }
    }

    /** A call of the protocol, which may end the connection. */
    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private void offer(Bytes record) throws IOException {
        // A copy, because Bouncy Castle decrypts in place.
        call(() -> protocol.offerInput(record.toArray()));
    }

    private void checkHeader(Bytes header) throws IOException {
        call(() -> protocol.previewInputRecord(header.toArray()));
    }

    /** Makes the call, then sends what it left to be sent: the answer to a close_notify, or a fatal alert of our own. */
    private void call(Call call) throws IOException {
        @Nullable TlsFailure ended = null;
        engine.lock();
        try {
            call.run();
        } catch (IOException e) {
            ended = classified(e);
            failure = ended;
        } finally {
            engine.unlock();
        }
        if (ended == null) {
            flush();
            return;
        }
        try {
            flush();
        } catch (IOException e) {
            ended.addSuppressed(e);
        }
        throw ended;
    }

    private static TlsFailure classified(IOException cause) {
        return switch (cause) {
            case TlsFatalAlertReceived received -> {
                Alert alert = new Alert(2, received.getAlertDescription());
                yield TlsFailure.withAlert(
                        Kind.ALERT_RECEIVED, alert, "The server ended the connection with " + words(alert), cause);
            }
            case TlsFatalAlert raised -> {
                Alert alert = new Alert(2, raised.getAlertDescription());
                yield TlsFailure.withAlert(
                        Kind.ALERT_SENT, alert, "The client ended the connection with " + words(alert), cause);
            }
            default -> TlsFailure.of(Kind.TRANSPORT, "The connection failed: " + cause.getMessage() + ".", cause);
        };
    }

    private static String words(Alert alert) {
        return alert.title() + ": " + AlertDescription.meaning(alert.description()) + ".";
    }

    private Bytes nextRecord() throws IOException {
        Optional<Bytes> record = reader.next(this::checkHeader);
        while (record.isEmpty()) {
            reader.add(receive());
            record = reader.next(this::checkHeader);
        }
        return record.get();
    }

    private Bytes receive() throws IOException {
        while (true) {
            try {
                Bytes came = transport.receive(TlsClientDriver.READ_SIZE, IDLE_POLL);
                if (!came.isEmpty()) {
                    heard = true;
                    return came;
                }
                String part = reader.incomplete();
                throw TlsFailure.of(
                        Kind.CLOSED_BY_PEER,
                        "The connection was closed without close_notify" + (part.isEmpty() ? "" : ", " + part) + ".",
                        null);
            } catch (InterruptedIOException nothingYet) {
                if (closed.get() || Thread.currentThread().isInterrupted()) {
                    throw nothingYet;
                }
            }
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return TlsStream.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            return length == 0 ? 0 : TlsStream.this.read(target, offset, length);
        }

        @Override
        public int available() {
            engine.lock();
            try {
                return protocol.getAvailableInputBytes();
            } finally {
                engine.unlock();
            }
        }

        @Override
        public void close() {
            TlsStream.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            try {
                send(source, offset, length);
            } catch (IOException e) {
                throw explained(e);
            }
        }

        @Override
        public void close() {
            TlsStream.this.close();
        }
    }
}
