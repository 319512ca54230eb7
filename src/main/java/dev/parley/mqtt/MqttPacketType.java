package dev.parley.mqtt;

import java.util.Optional;

/** MQTT control packet types (MQTT 3.1.1 section 2.2.1, MQTT 5 section 2.1.2). */
public enum MqttPacketType {
    CONNECT(1),
    CONNACK(2),
    PUBLISH(3),
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7),
    SUBSCRIBE(8),
    SUBACK(9),
    UNSUBSCRIBE(10),
    UNSUBACK(11),
    PINGREQ(12),
    PINGRESP(13),
    DISCONNECT(14),
    AUTH(15);

    private final int number;

    MqttPacketType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Optional<MqttPacketType> of(int number) {
        return number >= 1 && number <= 15 ? Optional.of(values()[number - 1]) : Optional.empty();
    }
}
