package dev.parley.export;

import dev.parley.journal.Bytes;
import java.util.Optional;

/**
 * What of an MQTT CONNECT names somebody (MQTT 3.1.1 section 3.1, MQTT 5 section 3.1).
 *
 * @param client the client identifier, may be empty
 * @param user the user name, or empty
 * @param password the password, or empty
 */
record ConnectFields(String client, String user, String password) {
    private static final int USER = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL = 0x04;
    private static final int MQTT_5 = 5;

    /** The fields of a whole packet; nothing where it breaks off. */
    static Optional<ConnectFields> of(Bytes packet) {
        try {
            return Optional.of(new Reader(packet).fields());
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Without the password: this text may reach a log. */
    @Override
    public String toString() {
        return "ConnectFields[client=" + client + "]";
    }

    private static final class Reader {
        private final Bytes packet;
        private int at = 1;

        Reader(Bytes packet) {
            this.packet = packet;
        }

        ConnectFields fields() {
            skipNumber();
            at += 2 + packet.u16(at);
            int level = packet.u8(at);
            int flags = packet.u8(at + 1);
            at += 4;
            skipProperties(level);
            String client = text();
            if ((flags & WILL) != 0) {
                skipProperties(level);
                skipText();
                skipText();
            }
            String user = (flags & USER) != 0 ? text() : "";
            String password = (flags & PASSWORD) != 0 ? text() : "";
            return new ConnectFields(client, user, password);
        }

        private void skipProperties(int level) {
            if (level >= MQTT_5) {
                int length = number();
                at += length;
            }
        }

        private void skipText() {
            at += 2 + packet.u16(at);
        }

        private String text() {
            int length = packet.u16(at);
            String text = packet.slice(at + 2, at + 2 + length).utf8();
            at += 2 + length;
            return text;
        }

        private void skipNumber() {
            int digit;
            do {
                digit = packet.u8(at++);
            } while (digit >= 0x80);
        }

        private int number() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                int digit = packet.u8(at++);
                value |= (digit & 0x7f) << shift;
                if (digit < 0x80 || shift > 14) {
                    return value;
                }
            }
        }
    }
}
