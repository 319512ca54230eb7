package dev.parley.mqtt;

import dev.parley.journal.Direction;
import java.util.List;

/**
 * One exchange under a packet identifier: a message of QoS 1 or 2 (MQTT 3.1.1 section 4.3), a SUBSCRIBE or an UNSUBSCRIBE.
 *
 * @param opener who sent its first packet, and so whose packet identifier it is: both ends number by themselves
 * @param type the type of the first packet
 * @param qos 1 or 2 for PUBLISH, else 0
 * @param topic the topic or first topic filter
 * @param packets the indices of its packets on the connection, in wire order, repetitions included
 * @param repeats how often a packet of it was sent again
 * @param sinceNanos when its last packet crossed the link
 */
public record Handshake(
        Direction opener,
        MqttPacketType type,
        int packetId,
        int qos,
        String topic,
        List<Integer> packets,
        int repeats,
        State state,
        long sinceNanos) {
    /** Where it stands. */
    public enum State {
        AWAITS_PUBACK("waits for PUBACK"),
        AWAITS_PUBREC("waits for PUBREC"),
        AWAITS_PUBREL("PUBREC came, waits for PUBREL"),
        AWAITS_PUBCOMP("released, waits for PUBCOMP"),
        AWAITS_SUBACK("waits for SUBACK"),
        AWAITS_UNSUBACK("waits for UNSUBACK"),
        COMPLETE("complete"),
        REFUSED("refused");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        public boolean isOpen() {
            return this != COMPLETE && this != REFUSED;
        }
    }

    public Handshake {
        packets = List.copyOf(packets);
    }

    /** For example {@code QoS 2, packet 7: released, waits for PUBCOMP}. */
    public String words() {
        return (type == MqttPacketType.PUBLISH ? "QoS " + qos : type.name())
                + ", packet " + packetId + ": " + state.words()
                + (repeats == 0 ? "" : ", " + repeats + (repeats == 1 ? " repetition" : " repetitions"));
    }
}
