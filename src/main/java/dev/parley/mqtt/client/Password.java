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

    char[] copy() {
        return value.clone();
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
