package dev.parley.tls;

import java.util.Optional;

/** TLS record types (RFC 5246 section 6.2.1; heartbeat RFC 6520). */
public enum ContentType {
    CHANGE_CIPHER_SPEC(20),
    ALERT(21),
    HANDSHAKE(22),
    APPLICATION_DATA(23),
    HEARTBEAT(24);

    private final int number;

    ContentType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The name as the RFC writes it, for example {@code change_cipher_spec}. */
    public String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<ContentType> of(int number) {
        return number >= 20 && number <= 24 ? Optional.of(values()[number - 20]) : Optional.empty();
    }
}
