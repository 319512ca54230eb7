package dev.parley.sim.endpoint;

import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Occurrence;
import dev.parley.sim.fault.PendingFaults;
import dev.parley.tls.HandshakeType;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection's two streams with its faults: whoever serves the connection is told by an exception when one has come, and what ends a
 * connection is done here, in the way the fault wants.
 *
 * <p>Faults happen on the thread that reads what the client sends. It is the one that is there at all times: in the handshake, and
 * afterwards while the answers go the other way on another.
 */
final class FaultyStream {
    /** How long the endpoint takes what a client still sends after the endpoint has closed its own direction. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    /** How often the thread that reads looks for faults that came by hand: it cannot be called away from a socket. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Socket socket;
    private final PendingFaults<EndpointEffect> faults;
    private final long began = System.nanoTime();
    /** Those that came by hand and have not been looked at by the thread that reads. */
    private final Queue<Fault<EndpointEffect>> byHand = new ConcurrentLinkedQueue<>();

    private final InputStream input;
    private final OutputStream output;
    private InBetween inBetween = effect -> {};
    private volatile boolean muted;
    private final AtomicLong sent = new AtomicLong();
    private long received;

    /** Does what happens by count, by the clock or by hand and does not end the connection. */
    interface InBetween {
        void strike(EndpointEffect effect) throws IOException;
    }

    /** The connection is cut here; nothing more is written to it. */
    static final class CutException extends IOException {
        private final EndpointEffect how;

        CutException(EndpointEffect how) {
            super("cut as the scenario wants it");
            this.how = how;
        }

        EndpointEffect how() {
            return how;
        }
    }

    FaultyStream(Socket socket, EndpointSetup setup, long seed) throws IOException {
        this.socket = socket;
        faults = new PendingFaults<>(setup.faults(), seed);
        input = new Counting(socket.getInputStream());
        output = new Muting(socket.getOutputStream());
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** Something is to go wrong at its moment, from now on. Any thread; it is noticed within {@link #GLANCE}. */
    void strike(Fault<EndpointEffect> fault) {
        byHand.add(fault);
    }

    /** Who serves the connection does so, on the thread that reads. */
    void whenInBetween(InBetween its) {
        inBetween = its;
    }

    /**
     * The client's message was read. What ends the connection or makes it wait is done here.
     *
     * @return what is left to be done by who serves the connection
     * @throws CutException if it ends here
     */
    List<EndpointEffect> read(HandshakeType message) throws CutException {
        return happens(new Occurrence.Message(message));
    }

    /** As {@link #read(HandshakeType)}, for anything else. */
    List<EndpointEffect> happens(Occurrence what) throws CutException {
        List<EndpointEffect> others = new ArrayList<>();
        happens(what, others);
        return others;
    }

    private void happens(Occurrence what, List<EndpointEffect> others) throws CutException {
        for (EndpointEffect effect : faults.due(what)) {
            switch (effect) {
                case EndpointEffect.Close(var ending) when ending == EndpointEffect.Ending.NOTIFY -> others.add(effect);
                case EndpointEffect.Close _, EndpointEffect.Silence _ -> throw cut(effect);
                case EndpointEffect.Pause(var time) -> pause(time, others);
                case EndpointEffect.Alert _,
                        EndpointEffect.Renegotiate _,
                        EndpointEffect.Connack _,
                        EndpointEffect.Disconnect _ -> others.add(effect);
            }
        }
    }

    /** The end, after which nothing more is said. */
    CutException cut(EndpointEffect how) {
        muted = true;
        return new CutException(how);
    }

    /** Waits; what the clock brings meanwhile happens, but what would have to be said is left for after the wait. */
    private void pause(Duration time, List<EndpointEffect> others) throws CutException {
        long end = System.nanoTime() + time.toNanos();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            long next = faults.nextTime().orElse(Long.MAX_VALUE);
            long due = next == Long.MAX_VALUE ? end : Math.min(end, began + next);
            LockSupport.parkNanos(Math.max(1, due - now));
            happens(new Occurrence.Time(Duration.ofNanos(System.nanoTime() - began)), others);
        }
    }

    /** Ends as the cut says. */
    void end(EndpointEffect how) throws IOException {
        if (!(how instanceof EndpointEffect.Close(var ending))) {
            wait(socket);
            return;
        }
        switch (ending) {
            case FIN -> endInGoodOrder();
            case RST -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case HALF -> {
                socket.shutdownOutput();
                wait(socket);
            }
            case NOTIFY -> wait(socket);
        }
    }

    /** Takes what the client sends until it closes. */
    private void wait(Socket open) throws IOException {
        open.setSoTimeout(0);
        swallow();
        open.close();
    }

    /**
     * Says FIN and takes what the client still sends: a close with unread bytes would be a reset, which can destroy an
     * alert the client has not read.
     */
    void endInGoodOrder() throws IOException {
        muted = true;
        if (!socket.isClosed()) {
            if (!socket.isOutputShutdown()) {
                socket.shutdownOutput();
            }
            socket.setSoTimeout((int) LINGER.toMillis());
            swallow();
            socket.close();
        }
    }

    private void swallow() throws IOException {
        byte[] buffer = new byte[4096];
        InputStream raw = socket.getInputStream();
        try {
            while (raw.read(buffer) >= 0) {
                // What comes is nobody's.
            }
        } catch (SocketTimeoutException e) {
            // The client keeps its direction open longer than anyone waits.
        }
    }

    /** Does what is no broker's to do: an alert, a HelloRequest. For the thread that reads, between two reads. */
    void strikeInBetween(EndpointEffect effect) throws IOException {
        inBetween.strike(effect);
    }

    private void happensInBetween(Occurrence what) throws IOException {
        for (EndpointEffect effect : happens(what)) {
            if (effect instanceof EndpointEffect.Alert(var fatal, var description) && fatal) {
                throw new org.bouncycastle.tls.TlsFatalAlert((short) description);
            }
            inBetween.strike(effect);
        }
    }

    private void takeByHand() {
        for (Fault<EndpointEffect> fault = byHand.poll(); fault != null; fault = byHand.poll()) {
            faults.add(fault);
        }
    }

    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            while (true) {
                takeByHand();
                long age = System.nanoTime() - began;
                happensInBetween(new Occurrence.Time(Duration.ofNanos(age)));
                happensInBetween(new Occurrence.Received(sent.get()));
                OptionalLong next = faults.nextTime();
                long limit = next.isPresent() ? Math.max(1, (next.getAsLong() - age) / 1_000_000 + 1) : Long.MAX_VALUE;
                socket.setSoTimeout((int) Math.min(limit, GLANCE.toMillis()));
                try {
                    int n = super.read(buffer, offset, length);
                    received += Math.max(0, n);
                    happensInBetween(new Occurrence.Sent(received));
                    return n;
                } catch (SocketTimeoutException e) {
                    // A fault may be due by now, or have come by hand.
                }
            }
        }

        /** The socket is closed by who serves it, after the ending the fault wants. */
        @Override
        public void close() {}
    }

    private final class Muting extends FilterOutputStream {
        Muting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!muted) {
                out.write(bytes, offset, length);
                sent.addAndGet(length);
            }
        }

        /** Says FIN; the socket is closed by who serves it. */
        @Override
        public void close() throws IOException {
            if (!muted && !socket.isOutputShutdown()) {
                flush();
                socket.shutdownOutput();
            }
        }
    }
}
