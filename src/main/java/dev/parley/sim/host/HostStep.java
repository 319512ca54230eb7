package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One thing a scripted host does. Whatever comes of it, it then goes on with the next: firmware like that is what is played. */
public sealed interface HostStep {
    /**
     * Writes a command line and waits.
     *
     * @param line without its CR
     * @param until what to wait for in the modem's output after the command; nothing for any final result
     * @param limit how long to wait for it
     */
    record Command(String line, Optional<Pattern> until, Duration limit) implements HostStep {}

    /** Writes bytes as they are. */
    record Write(Bytes bytes) implements HostStep {}

    /** Waits until the modem's output holds {@code what}, at most for {@code limit}. */
    record Await(Pattern what, Duration limit) implements HostStep {}

    /** Does nothing for a while; what the modem says meanwhile is kept. */
    record Pause(Duration time) implements HostStep {}

    /** A TLS handshake over socket 0, in buffer mode. */
    record Handshake(HostHabits habits) implements HostStep {}

    /**
     * An MQTT 3.1.1 CONNECT over what stands, TLS or plain, and a wait for its CONNACK.
     *
     * @param keepAlive in seconds, 0 for none
     */
    record Connect(String clientId, int keepAlive, Duration limit) implements HostStep {}

    /** An MQTT PUBLISH with QoS 1, and a wait for its PUBACK. */
    record Publish(String topic, String text, Duration limit) implements HostStep {}

    /** Steps again and again. */
    record Repeat(int times, List<HostStep> steps) implements HostStep {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }
}
