package dev.parley.tls.client;

/** What an aborted handshake or connection still tells the server. */
public enum Goodbye {
    /** Nothing: not one byte leaves after the abort. */
    NOTHING,
    /**
     * The alerts {@code user_canceled} and {@code close_notify} in a handshake, where they can still be understood; afterwards
     * {@code close_notify}, after what the application has to say.
     */
    ALERTS
}
