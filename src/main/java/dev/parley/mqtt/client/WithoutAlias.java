package dev.parley.mqtt.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A PUBLISH of MQTT 5 for another connection: a topic alias means nothing there (section 3.3.2.3.4), and a broker ends a connection
 * over one it was not told. Paho keeps the packet as it sent it, with the alias and maybe without the topic.
 */
final class WithoutAlias {
    private static final int PUBLISH = 3;
    private static final int EXPIRY = 0x02;
    private static final int FORMAT = 0x01;
    private static final int SUBSCRIPTION_IDENTIFIER = 0x0b;
    private static final int ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;

    private final byte[] from;
    private int at;

    private WithoutAlias(byte[] from) {
        this.from = from;
    }

    /**
     * The packet's header with the topic and without an alias; another packet as it is.
     *
     * @param header fixed and variable header
     * @param payload how many bytes follow the header
     */
    static byte[] header(byte[] header, int payload, String topic) {
        int type = header[0] & 0xff;
        boolean numbered = ((type >> 1) & 3) > 0;
        return type >> 4 == PUBLISH && numbered ? new WithoutAlias(header).rewritten(payload, topic) : header;
    }

    private byte[] rewritten(int payload, String topic) {
        at = 1;
        number();
        at += 2 + u16();
        int identifier = at;
        at += 2;
        byte[] properties = properties();
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream variable = new ByteArrayOutputStream();
        variable.write(name.length >> 8);
        variable.write(name.length);
        variable.writeBytes(name);
        variable.write(from, identifier, 2);
        number(variable, properties.length);
        variable.writeBytes(properties);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(from[0]);
        number(whole, variable.size() + payload);
        whole.writeBytes(variable.toByteArray());
        return whole.toByteArray();
    }

    /** The properties but the alias (section 2.2.2.2). */
    private byte[] properties() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int length = number();
        int end = at + length;
        while (at < end) {
            int start = at;
            int id = from[at++] & 0xff;
            switch (id) {
                case FORMAT -> at++;
                case EXPIRY -> at += 4;
                case ALIAS -> at += 2;
                case SUBSCRIPTION_IDENTIFIER -> number();
                case USER_PROPERTY -> {
                    at += 2 + u16();
                    at += 2 + u16();
                }
                default -> at += 2 + u16();
            }
            if (id != ALIAS) {
                kept.write(from, start, at - start);
            }
        }
        return kept.toByteArray();
    }

    private int u16() {
        return ((from[at] & 0xff) << 8) | (from[at + 1] & 0xff);
    }

    /** A variable byte integer (section 1.5.5). */
    private int number() {
        int value = 0;
        int shift = 0;
        int next;
        do {
            next = from[at++] & 0xff;
            value |= (next & 0x7f) << shift;
            shift += 7;
        } while (next >= 0x80);
        return value;
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int left = value;
        do {
            int next = left & 0x7f;
            left >>= 7;
            out.write(left > 0 ? next | 0x80 : next);
        } while (left > 0);
    }
}
