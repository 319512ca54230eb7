package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.ArrayList;
import java.util.List;

/** MQTT packets as bytes and back, by Netty's codec without its threads and channels. For the modem's thread. */
final class MqttCodec {
    private static final int LARGEST_PACKET = 1 << 20;

    private final EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(LARGEST_PACKET), MqttEncoder.INSTANCE);

    /** The packet's bytes; takes it over. */
    Bytes encode(MqttMessage message) {
        channel.writeOutbound(message);
        List<Bytes> parts = new ArrayList<>();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            parts.add(bytes(part));
            part.release();
        }
        return Bytes.concat(parts);
    }

    /** The packets that are complete with these bytes; one that is no MQTT has a failed decoder result. */
    List<MqttMessage> decode(Bytes bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
        List<MqttMessage> messages = new ArrayList<>();
        for (MqttMessage next = channel.readInbound(); next != null; next = channel.readInbound()) {
            messages.add(next);
        }
        return messages;
    }

    void close() {
        channel.finishAndReleaseAll();
    }

    static Bytes bytes(ByteBuf buffer) {
        return Bytes.wrap(ByteBufUtil.getBytes(buffer));
    }
}
