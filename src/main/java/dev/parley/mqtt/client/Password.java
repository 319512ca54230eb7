package dev.parley.mqtt.client;

/** A password that no log can catch: its text form hides it. */
public final class Password {
    private final char[] value;

    private Password(char[] value) {
        this.value = value;
    }

    /** A copy of {@code value}. */
    public static Password of(char[] value) {
        return new Password(value.clone());
    }

    /** The password itself, for a command to the modem; never for a log. */
    public String reveal() {
        return new String(value);
    }

    char[] copy() {
        return value.clone();
    }

    /** In UTF-8, as MQTT 5 has it on the wire. */
    byte[] bytes() {
        java.nio.ByteBuffer encoded = java.nio.charset.StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
