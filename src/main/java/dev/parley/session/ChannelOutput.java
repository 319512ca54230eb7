package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.modem.ModemSocketChannel;
import java.io.IOException;
import java.io.OutputStream;

/** What goes into a modem's socket, as a stream: for plain MQTT. Each write is one send. */
final class ChannelOutput extends OutputStream {
    private final ModemSocketChannel channel;

    ChannelOutput(ModemSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length > 0) {
            channel.send(Bytes.copyOf(source, offset, length));
        }
    }
}
