package dev.parley.tls.client;

/** What an aborted handshake still tells the server. */
public enum Goodbye {
    /** Nothing: not one byte leaves after the abort. */
    NOTHING,
    /** The alerts {@code user_canceled} and {@code close_notify}, where they can still be understood. */
    ALERTS
}
