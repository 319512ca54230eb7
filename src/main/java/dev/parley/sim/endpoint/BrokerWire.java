package dev.parley.sim.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's packets as bytes and back, by Netty's codec without its threads. What is said is written by a thread of its own, so
 * that a slow client holds up nobody else.
 */
final class BrokerWire {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWire.class);

    /** The largest packet MQTT knows. */
    private static final int LARGEST_PACKET = 268_435_460;

    private static final int WITHOUT_LIMIT = 365;

    /** Bytes that leave, or the end. */
    private record Piece(byte[] bytes, boolean isEnd) {}

    private final OutputStream out;
    /** Netty's codec remembers which version CONNECT was of, for both ways; one thread at a time. */
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(LARGEST_PACKET), MqttEncoder.INSTANCE);

    private final BlockingQueue<Piece> leaving = new LinkedBlockingQueue<>();
    private volatile long heardAt = System.nanoTime();
    private volatile long idleLimit = TimeUnit.DAYS.toNanos(WITHOUT_LIMIT);
    private volatile Runnable whenIdle = () -> {};

    BrokerWire(OutputStream out) {
        this.out = out;
        Thread.ofVirtual().name("broker-writer").start(this::write);
    }

    /** From here on silence of {@code limit} is too long; zero for no limit. */
    void start(Duration limit, Runnable tooLong) {
        whenIdle = tooLong;
        idleLimit = limit.isZero() ? TimeUnit.DAYS.toNanos(WITHOUT_LIMIT) : limit.toNanos();
        // The writer looks at the limit when it wakes.
        leaving.add(new Piece(new byte[0], false));
    }

    List<MqttMessage> decode(byte[] bytes, int length) {
        heardAt = System.nanoTime();
        List<MqttMessage> messages = new ArrayList<>();
        synchronized (codec) {
            boolean _ = codec.writeInbound(Unpooled.copiedBuffer(bytes, 0, length));
            for (MqttMessage next = codec.readInbound(); next != null; next = codec.readInbound()) {
                messages.add(next);
            }
        }
        return messages;
    }

    void say(MqttMessage message) {
        synchronized (codec) {
            boolean _ = codec.writeOutbound(message);
            for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
                leaving.add(new Piece(ByteBufUtil.getBytes(part), false));
                part.release();
            }
        }
    }

    /** Closes the client's side after what was said before. */
    void end() {
        leaving.add(new Piece(new byte[0], true));
    }

    private void write() {
        try (out) {
            while (true) {
                long left = heardAt + idleLimit - System.nanoTime();
                if (left <= 0) {
                    whenIdle.run();
                    idleLimit = TimeUnit.DAYS.toNanos(WITHOUT_LIMIT);
                    continue;
                }
                Piece next = leaving.poll(left, TimeUnit.NANOSECONDS);
                if (next != null && next.isEnd()) {
                    return;
                }
                if (next != null) {
                    out.write(next.bytes());
                    if (leaving.isEmpty()) {
                        out.flush();
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("a client of the broker is gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
