package dev.parley.ui.shared;

/** The one thing the operator pointed at. */
public sealed interface Focus {
    /** A TLS message: its index in the conversation of a socket. */
    record OnMessage(int socket, int index) implements Focus {}

    /** An AT exchange, by its number. */
    record OnExchange(long number) implements Focus {}

    /** An MQTT packet: its index on the connection of a socket. */
    record OnPacket(int socket, int index) implements Focus {}

    /** A finding of the doctor, by its code. */
    record OnFinding(String code) implements Focus {}
}
