package dev.parley.sim.fault;

import dev.parley.mqtt.MqttPacketType;
import dev.parley.tls.HandshakeType;
import java.time.Duration;

/** What happens, as {@link Trigger}s look at it. */
public sealed interface Occurrence {
    /**
     * A command is used.
     *
     * @param use counts from 1
     */
    record Command(String name, int use) implements Occurrence {}

    /** A connection has carried {@code total} bytes up. */
    record Sent(long total) implements Occurrence {}

    /** A connection has carried {@code total} bytes down. */
    record Received(long total) implements Occurrence {}

    /** A handshake message has crossed whole. */
    record Message(HandshakeType type) implements Occurrence {}

    /** The client has sent an MQTT packet. */
    record Packet(MqttPacketType type) implements Occurrence {}

    /** So much time has passed. */
    record Time(Duration age) implements Occurrence {}
}
