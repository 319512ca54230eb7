package dev.parley.sim.endpoint;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts a server's handshake records anew while they are in the clear, which TLS allows (RFC 5246 section 6.2.1): into smaller ones, a
 * whole flight into few, or with time between them. From the first record that is no handshake on, all passes as it is.
 */
final class RecordFraming extends FilterOutputStream {
    private static final int HEADER = 5;
    private static final int HANDSHAKE = 22;
    private static final int MOST = 16_384;

    private final EndpointSetup.Framing framing;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
    private int version;
    private boolean passing;
    private boolean first = true;

    RecordFraming(OutputStream out, EndpointSetup.Framing framing) {
        super(out);
        this.framing = framing;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (passing) {
            pause();
            out.write(bytes, offset, length);
            return;
        }
        waiting.write(bytes, offset, length);
        Bytes all = Bytes.wrap(waiting.toByteArray());
        int at = 0;
        while (!passing && at + HEADER <= all.length() && at + HEADER + all.u16(at + 3) <= all.length()) {
            int to = at + HEADER + all.u16(at + 3);
            if (all.u8(at) == HANDSHAKE) {
                version = all.u16(at + 1);
                flight.writeBytes(all.slice(at + HEADER, to).toArray());
                if (!framing.coalesced()) {
                    release();
                }
                at = to;
            } else {
                release();
                passing = true;
            }
        }
        waiting.reset();
        if (passing) {
            out.write(all.from(at).toArray());
        } else {
            waiting.writeBytes(all.from(at).toArray());
        }
    }

    @Override
    public void flush() throws IOException {
        if (!passing && endsFlight()) {
            release();
        }
        out.flush();
    }

    /** A flight ends with ServerHelloDone; other messages follow each other. */
    private boolean endsFlight() {
        byte[] bytes = flight.toByteArray();
        return bytes.length >= 4
                && bytes[bytes.length - 4] == 14
                && bytes[bytes.length - 3] == 0
                && bytes[bytes.length - 2] == 0
                && bytes[bytes.length - 1] == 0;
    }

    private void release() throws IOException {
        Bytes bytes = Bytes.wrap(flight.toByteArray());
        flight.reset();
        int most = framing.recordBytes() == 0 ? MOST : framing.recordBytes();
        for (int at = 0; at < bytes.length(); at += most) {
            int to = Math.min(bytes.length(), at + most);
            pause();
            Bytes header = Bytes.of(HANDSHAKE, version >> 8, version & 0xff, (to - at) >> 8, (to - at) & 0xff);
            out.write(header.plus(bytes.slice(at, to)).toArray());
            out.flush();
        }
    }

    private void pause() {
        if (!first && !framing.gap().isZero()) {
            LockSupport.parkNanos(framing.gap().toNanos());
        }
        first = false;
    }

    @Override
    public void close() throws IOException {
        release();
        out.close();
    }
}
