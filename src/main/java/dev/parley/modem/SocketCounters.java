package dev.parley.modem;

/**
 * The modem's own books of one direction of a socket, since it was opened.
 *
 * @param total bytes that the modem took from the host ({@code AT+QISEND=id,0}) or from the network ({@code AT+QIRD=id,0})
 * @param done bytes of these that the peer has acknowledged, or that the host has read
 * @param left bytes that are still unacknowledged, or unread
 */
public record SocketCounters(long total, long done, long left) {}
