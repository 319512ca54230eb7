package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.modem.ModemSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;

/** What a modem's socket brings, as a stream: for plain MQTT. One reader. */
final class ChannelInput extends InputStream {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final ModemSocketChannel channel;

    ChannelInput(ModemSocketChannel channel) {
        this.channel = channel;
    }

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
        while (true) {
            try {
                Bytes came = channel.receive(length, LOOK);
                if (came.isEmpty()) {
                    return -1;
                }
                System.arraycopy(came.toArray(), 0, target, offset, came.length());
                return came.length();
            } catch (InterruptedIOException nothingYet) {
                if (Thread.currentThread().isInterrupted()) {
                    throw nothingYet;
                }
            }
        }
    }
}
