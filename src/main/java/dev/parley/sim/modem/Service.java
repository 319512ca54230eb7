package dev.parley.sim.modem;

import java.util.Optional;
import java.util.stream.Stream;

/** What a socket of {@code AT+QIOPEN} is, by its name there and in {@code AT+QISTATE} (BG95 TCP/IP application note). */
enum Service {
    TCP("TCP"),
    UDP("UDP"),
    /** Waits at a local port for peers that connect. */
    TCP_LISTENER("TCP LISTENER"),
    /** Exchanges datagrams at a local port with any peer. */
    UDP_SERVICE("UDP SERVICE"),
    /** A connection that a listener took; the host cannot open one. */
    TCP_INCOMING("TCP INCOMING");

    private final String word;

    Service(String word) {
        this.word = word;
    }

    /** The one that a host may ask for by this name, in either case. */
    static Optional<Service> of(String word) {
        return Stream.of(TCP, UDP, TCP_LISTENER, UDP_SERVICE)
                .filter(service -> service.word.equalsIgnoreCase(word))
                .findFirst();
    }

    String word() {
        return word;
    }

    /** True if it begins at a port of the modem's own and not with a peer. */
    boolean isAtLocalPort() {
        return this == TCP_LISTENER || this == UDP_SERVICE;
    }

    /** True if a peer can end it. */
    boolean isConnection() {
        return this == TCP || this == TCP_INCOMING;
    }
}
