package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.List;

/** Guesses what a stream is that is no TLS, from its first bytes. */
final class FirstBytes {
    private static final List<String> HTTP =
            List.of("GET ", "POST", "PUT ", "HEAD", "OPTI", "DELE", "PATC", "CONN", "HTTP");

    private FirstBytes() {}

    /** What {@code bytes} (at most sixteen are looked at) look like, in words that go on from "they look like". */
    static String likeness(Bytes bytes) {
        Bytes first = bytes.slice(0, Math.min(16, bytes.length()));
        if (first.isEmpty()) {
            return "nothing";
        }
        int kind = first.u8(0);
        if (kind == 0x10
                && (first.length() < 8
                        || first.latin1().contains("MQTT")
                        || first.latin1().contains("MQIs"))) {
            return "a plain MQTT CONNECT: the client speaks MQTT without TLS";
        }
        if (kind == 0x20 && first.length() >= 2 && (first.u8(1) == 2 || (first.length() > 2 && first.u8(2) <= 1))) {
            return "a plain MQTT CONNACK: the server speaks MQTT without TLS";
        }
        String text = first.latin1();
        if (HTTP.stream().anyMatch(text::startsWith)) {
            return "HTTP: \"" + text.lines().findFirst().orElse("") + "\"";
        }
        if (text.startsWith("SSH-")) {
            return "SSH";
        }
        if (kind >= 0x80 && first.length() > 2 && first.u8(2) == 1) {
            return "a hello of SSL 2.0, which is long out of use";
        }
        if (first.isPlainText()) {
            return "text: \"" + text.strip() + "\"";
        }
        return "nothing known: " + first.hex();
    }
}
