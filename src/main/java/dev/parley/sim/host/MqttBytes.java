package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The two packets a scripted host sends (MQTT 3.1.1 sections 3.1 and 3.3). */
final class MqttBytes {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int LEVEL = 4;
    private static final int CLEAN_SESSION = 2;

    private MqttBytes() {}

    static Bytes connect(String clientId, int keepAlive) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(LEVEL);
        body.write(CLEAN_SESSION);
        number(body, keepAlive);
        text(body, clientId);
        return packet(CONNECT, body);
    }

    static Bytes publish(String topic, String text, int id) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        number(body, id);
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return packet(PUBLISH_QOS_1, body);
    }

    private static Bytes packet(int type, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        int left = body.size();
        do {
            packet.write(left % 128 | (left >= 128 ? 0x80 : 0));
            left /= 128;
        } while (left > 0);
        packet.writeBytes(body.toByteArray());
        return Bytes.wrap(packet.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value & 0xff);
    }
}
