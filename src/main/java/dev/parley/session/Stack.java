package dev.parley.session;

import java.util.Locale;
import java.util.Optional;

/** Whose TLS and MQTT a connection is made with: change nothing else, and it tells whether the host's are at fault or the network. */
public enum Stack {
    /** TLS and MQTT of Parley, through a TCP socket of the modem. */
    HOST("host", "host TLS and MQTT"),
    /** The modem's own TLS ({@code AT+QSSLOPEN}), MQTT of Parley. */
    MODEM_TLS("modem-tls", "TLS in the modem"),
    /** TLS and MQTT of the modem ({@code AT+QMTOPEN}). */
    MODEM_MQTT("modem-mqtt", "TLS and MQTT in the modem");

    private final String word;
    private final String title;

    Stack(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** As on the command line. */
    public String word() {
        return word;
    }

    /** For people. */
    public String title() {
        return title;
    }

    public static Optional<Stack> of(String word) {
        for (Stack stack : values()) {
            if (stack.word.equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(stack);
            }
        }
        return Optional.empty();
    }
}
