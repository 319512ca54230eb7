package dev.parley.session;

import dev.parley.modem.ModemMqttClient;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import java.util.ArrayList;
import java.util.List;
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

    /** What {@code profile} asks for and this stack cannot do, one sentence each; nothing for the host's, which does it all. */
    public List<String> leavesOut(ConnectionProfile profile) {
        List<String> dropped = new ArrayList<>();
        if (this == HOST) {
            return dropped;
        }
        profile.tls().ifPresent(tls -> {
            if (!tls.alpn().isEmpty()) {
                dropped.add("ALPN " + String.join(", ", tls.alpn())
                        + " is not offered: Parley does not set it, for AT+QSSLCFG of a BG95 has no setting for it");
            }
            if (!tls.sni().isEmpty() && !tls.sni().equals(profile.host())) {
                dropped.add("server name " + tls.sni() + " is not sent: the modem sends the name it connects to, "
                        + profile.host());
            }
            if (tls.mbedTls().isPresent() || !tls.offer().equals(ClientOffer.standard())) {
                dropped.add("versions, suites, curves and extensions are the modem's, not those asked for");
            }
            if (!tls.experiments().equals(Experiments.none())) {
                dropped.add("the experiments with the handshake do not happen");
            }
            if (tls.keyLog()) {
                dropped.add("there is no key log: the modem does not tell its secrets");
            }
        });
        if (profile.accessMode() != AccessMode.BUFFER) {
            dropped.add("access mode " + profile.accessMode().word() + " plays no part: "
                    + (this == MODEM_TLS ? "the modem's TLS is read with AT+QSSLRECV" : "there is no socket to read"));
        }
        if (this == MODEM_MQTT) {
            profile.mqtt().ifPresent(mqtt -> {
                if (mqtt.five().isPresent()) {
                    dropped.add("MQTT 5, for the modem's client speaks 3.1.1: the connection is refused");
                }
                if (mqtt.keepAlive().toSeconds() > ModemMqttClient.LONGEST_KEEP_ALIVE) {
                    dropped.add("keep alive is " + ModemMqttClient.LONGEST_KEEP_ALIVE + " s, not "
                            + mqtt.keepAlive().toSeconds());
                }
            });
        }
        return dropped;
    }
}
