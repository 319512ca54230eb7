package dev.parley.sim.endpoint;

import dev.parley.tls.HandshakeType;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A connection's two streams with its faults: it can be cut after a number of bytes or by who reads a message, falls silent
 * then, and ends in the way the fault wants.
 */
final class FaultyStream {
    /** How long the endpoint takes what a client still sends after the endpoint has closed its own direction. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private final Socket socket;
    private final EndpointSetup setup;
    private final InputStream input;
    private final OutputStream output;
    private volatile boolean muted;
    private long received;

    /** How a cut connection goes on. */
    enum Aftermath {
        FIN,
        RST,
        SILENCE
    }

    /** The connection is cut here; nothing more is written to it. */
    static final class CutException extends IOException {
        private final Aftermath ending;

        CutException(Aftermath ending) {
            super("cut as the scenario wants it");
            this.ending = ending;
        }

        Aftermath ending() {
            return ending;
        }
    }

    FaultyStream(Socket socket, EndpointSetup setup) throws IOException {
        this.socket = socket;
        this.setup = setup;
        input = new Counting(socket.getInputStream());
        output = new Muting(socket.getOutputStream());
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** The client's message was read. */
    void read(HandshakeType message) throws CutException {
        for (EndpointSetup.Fault fault : setup.faults()) {
            switch (fault) {
                case EndpointSetup.Fault.SilentAfter(var after) when after == message -> cut(Aftermath.SILENCE);
                case EndpointSetup.Fault.CloseAfter(var after, var ending) when after == message -> cut(of(ending));
                case EndpointSetup.Fault.SilentAfter _,
                        EndpointSetup.Fault.CloseAfter _,
                        EndpointSetup.Fault.CloseAfterBytes _,
                        EndpointSetup.Fault.RefuseCertificate _ -> {}
            }
        }
    }

    /** Ends as the cut says. */
    void end(Aftermath ending) throws IOException {
        switch (ending) {
            case FIN -> endInGoodOrder();
            case RST -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case SILENCE -> {
                socket.setSoTimeout(0);
                swallow();
                socket.close();
            }
        }
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

    private void cut(Aftermath ending) throws CutException {
        muted = true;
        throw new CutException(ending);
    }

    private static Aftermath of(EndpointSetup.Ending ending) {
        return switch (ending) {
            case FIN -> Aftermath.FIN;
            case RST -> Aftermath.RST;
        };
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
            int most = length;
            for (EndpointSetup.Fault fault : setup.faults()) {
                if (fault instanceof EndpointSetup.Fault.CloseAfterBytes(var bytes, var ending)) {
                    if (received >= bytes) {
                        cut(of(ending));
                    }
                    most = (int) Math.min(most, bytes - received);
                }
            }
            int n = super.read(buffer, offset, most);
            received += Math.max(0, n);
            return n;
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
