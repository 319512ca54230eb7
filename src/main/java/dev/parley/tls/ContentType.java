package dev.parley.tls;

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
}
